# One image for the gateway and the agencies; the compose file says which of them a container runs.
FROM node:24-bookworm-slim AS build
WORKDIR /family-view
COPY . .
RUN npm ci --no-audit --no-fund && npm run build

FROM node:24-bookworm-slim
WORKDIR /family-view
COPY --from=build /family-view/package.json /family-view/package-lock.json ./
COPY --from=build /family-view/cli/package.json /family-view/cli/prepare.cjs /family-view/cli/bin.cjs ./cli/
COPY --from=build /family-view/deploy/prune-packages ./deploy/
COPY --from=build /family-view/schema/package.json ./schema/
COPY --from=build /family-view/gateway/package.json ./gateway/
COPY --from=build /family-view/client/package.json ./client/
COPY --from=build /family-view/portal/package.json ./portal/
COPY --from=build /family-view/test/package.json ./test/
COPY --from=build /family-view/subgraphs/kit/package.json ./subgraphs/kit/
COPY --from=build /family-view/subgraphs/population/package.json ./subgraphs/population/
COPY --from=build /family-view/subgraphs/health/package.json ./subgraphs/health/
COPY --from=build /family-view/subgraphs/education/package.json ./subgraphs/education/
COPY --from=build /family-view/subgraphs/social-care/package.json ./subgraphs/social-care/
COPY --from=build /family-view/subgraphs/housing/package.json ./subgraphs/housing/
COPY --from=build /family-view/subgraphs/childrens-centre/package.json ./subgraphs/childrens-centre/
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force \
  && for packages in node_modules */node_modules; do [ ! -d "$packages" ] || deploy/prune-packages "$packages"; done \
  && mkdir -p /data/gateway /data/gateway.keys /data/development /data/subgraphs && chown -R node:node /data
COPY --from=build /family-view/dist ./dist
USER node
ENV NODE_ENV=production DATA_DIRECTORY=/data/gateway SUBGRAPHS_DATA_DIRECTORY=/data/subgraphs HEALTH_URL=http://127.0.0.1:4000/health/ready
VOLUME ["/data"]
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --retries=6 --start-period=30s \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "--max-old-space-size=1024", "dist/cli/serve-gateway.js"]
