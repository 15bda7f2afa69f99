# One image for the gateway and the agencies; the compose file says which of them a container runs.
FROM node:20-bookworm-slim
WORKDIR /family-view
COPY . .
RUN npm ci --omit=dev && npm cache clean --force && chown -R node:node /family-view
USER node
ENV DATA_DIRECTORY=/data/gateway SUBGRAPHS_DATA_DIRECTORY=/data/subgraphs
CMD ["node", "--max-semi-space-size=64", "--require", "./cli/read-typescript.cjs", "cli/serve-gateway.ts"]
