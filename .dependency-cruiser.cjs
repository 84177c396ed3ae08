/**
 * The layer table of the architecture (docs/adr/0002-layers.md), one rule a row. Everything that a row does not
 * allow is refused.
 */
const own = '^apps/$1/src';
const lib = (...names) => `^libs/(${names.join('|')})/src`;
const SPEC = '\\.(spec|int-spec)\\.ts$';

/** Code in `from` may import only what matches one of `to`. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [SPEC, '/test/'] },
  to: { pathNot: to },
});

module.exports = {
  forbidden: [
    only('kernel', 'libs/kernel: only the language (and uuid)', '^libs/kernel/src', [
      lib('kernel'),
      'node_modules/uuid',
      '^(node:)?(async_hooks|crypto)$',
    ]),
    only('contracts', 'libs/contracts: kernel and class-validator', '^libs/contracts/src', [
      lib('contracts', 'kernel'),
      'node_modules/class-(validator|transformer)',
    ]),
    only('saga', 'libs/saga: kernel and contracts', '^libs/saga/src', [
      lib('saga', 'kernel', 'contracts'),
      '^(node:)?assert$',
    ]),
    only(
      'persistence',
      'libs/persistence and libs/messaging also implement the ports of libs/saga',
      '^libs/(persistence|messaging)/src',
      ['^libs/$1/src', lib('kernel', 'contracts', 'saga'), 'node_modules', '^node:|^[a-z_/]+$'],
    ),
    only(
      'other-libs',
      'other libs: kernel, contracts, oidc and npm packages',
      '^libs/(http|observability|config|oidc|redis|testing)/src',
      ['^libs/$1/src', lib('kernel', 'contracts', 'oidc'), 'node_modules', '^node:|^[a-z_/]+$'],
    ),
    only('domain', 'domain: kernel', '^apps/([^/]+)/src/domain', [`${own}/domain`, lib('kernel')]),
    only('application', 'application: its own domain, kernel, contracts, saga', '^apps/([^/]+)/src/application', [
      `${own}/(application|domain)`,
      lib('kernel', 'contracts', 'saga'),
    ]),
    only(
      'infrastructure',
      'infrastructure: its own application and domain, any lib',
      '^apps/([^/]+)/src/infrastructure',
      [`${own}/(infrastructure|application|domain|config)`, '^libs/', 'node_modules', '^node:|^[a-z_/]+$'],
    ),
    only(
      'presentation',
      'presentation: its own application, contracts, kernel, http, messaging, Nest (and streams)',
      '^apps/([^/]+)/src/presentation',
      [
        `${own}/(presentation|application)`,
        lib('contracts', 'kernel', 'http', 'messaging'),
        'node_modules/(@nestjs|class-validator|class-transformer|rxjs|fastify)',
        '^(node:)?stream(/promises)?$',
      ],
    ),
    {
      name: 'no-other-app',
      comment: 'an app never imports another app; they meet in contracts',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'specs',
      comment:
        'a spec may import what its folder may, test/fakes and libs/testing; so it never reaches into another app or into infrastructure from the inside',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/(domain|application)/.*\\.spec\\.ts$' },
      to: {
        pathNot: [
          `${own}/(domain|application)`,
          '^apps/$1/test/fakes',
          lib('kernel', 'contracts', 'saga', 'testing'),
          'node_modules',
        ],
      },
    },
    {
      name: 'libs-know-no-app',
      comment: 'libs, gateway and tools never import an app',
      severity: 'error',
      from: { path: '^(libs|gateway)/' },
      to: { path: '^apps/' },
    },
    { name: 'no-circular', comment: 'no import cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'every import must resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependency',
      comment: 'what runs in production depends only on production packages',
      severity: 'error',
      from: { path: '^(apps/[^/]+/src|libs/(?!testing|saga/src/test-kit)|gateway)', pathNot: [SPEC, '/test/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
