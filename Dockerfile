# The images of all apps: docker build --build-arg APP=order -t tradewind/order .
# APP is user, product, order, inventory, payment; gateway (the stand-in for Kong); or tools (the jobs of an installation).
# A change of code leaves the two layers of packages as they are. No BuildKit needed.
ARG NODE_IMAGE=node:24-bookworm-slim

# ---- what runs in production: nothing of it is for development, or for reading it ------------------------------------
FROM ${NODE_IMAGE} AS production-packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

# ---- the compiler, and all code compiled once for all images ---------------------------------------------------------
FROM production-packages AS compiled
RUN npm ci
COPY .swcrc ./
COPY libs libs
COPY gateway gateway
COPY tools tools
COPY apps apps
RUN npm run build

FROM compiled AS picked
ARG APP
RUN node dist/tools/image/pick.js "${APP}" /picked

# ---- the image -------------------------------------------------------------------------------------------------------
FROM ${NODE_IMAGE}
WORKDIR /app
# A new volume takes over the owner of the folder that it is mounted on.
RUN mkdir -p /var/lib/tradewind/keys /var/lib/tradewind/gateway && chown -R node:node /var/lib/tradewind
COPY --from=production-packages /app/node_modules node_modules
COPY --from=picked /picked ./
ARG APP
ARG BUILD_COMMIT=unknown
LABEL org.opencontainers.image.title="tradewind/${APP}" \
      org.opencontainers.image.description="Tradewind, an e-commerce backend: ${APP}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${BUILD_COMMIT}"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    GATEWAY_HOST=0.0.0.0 \
    BUILD_COMMIT=${BUILD_COMMIT}
USER node
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["node", "dist/tools/image/health.js"]
CMD ["node", "main.js"]
