const HEAD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/docs/assets/favicon-32x32.png">`;

export const WELCOME_PAGE = `${HEAD}
<title>Tradewind</title>
</head>
<body>
<h1>Tradewind</h1>
<p>An e-commerce backend of small services.</p>
<ul>
<li><a href="/docs">API reference</a></li>
<li><a href="/docs/openapi.json">The same as an OpenAPI document</a></li>
<li><a href="/api/products">Products</a></li>
</ul>
</body>
</html>
`;

export const REFERENCE_PAGE = `${HEAD}
<title>Tradewind API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#reference', deepLinking: true, persistAuthorization: true });
</script>
</body>
</html>
`;
