# The full image has the compiler, make and Python that better-sqlite3 needs where no prebuilt binary can be fetched.
ARG NODE_VERSION=24.14.0
FROM node:${NODE_VERSION}-bookworm AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY adapters adapters
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:${NODE_VERSION}-bookworm-slim AS run
ENV NODE_ENV=production
ENV BROADSHEET_HOME=/data
WORKDIR /app
COPY --from=build /build/package.json package.json
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist/src dist/src
COPY --from=build /build/dist/adapters dist/adapters
COPY config config
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
VOLUME /data
USER 10001:10001
STOPSIGNAL SIGTERM
# `start` renews the file's time every minute; there is no port to ask.
HEALTHCHECK --interval=1m --timeout=5s --start-period=2m --retries=3 \
  CMD ["node", "-e", "const { mtimeMs } = require('node:fs').statSync(process.env.BROADSHEET_HOME + '/heartbeat'); process.exit(Date.now() - mtimeMs < 180000 ? 0 : 1)"]
ENTRYPOINT ["node", "/app/dist/src/main.js"]
CMD ["start"]
