# The API, its migrations and the demo data, as one small image.
#   docker build -t tenantry-api .
#   migrations: docker run --env-file .env tenantry-api node dist/prisma/migrate.js
#   is it set up right: docker run --env-file .env tenantry-api node dist/src/doctor.js

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY frontend/package.json frontend/
COPY local/cognito/package.json local/cognito/
# The client is generated in the next step, from what is copied there.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json prisma.config.ts ./
COPY prisma prisma
COPY src src
RUN npm run generate && npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Of the root alone: neither the front end nor the local Cognito runs here. And without what others would merely like to
# have beside them, such as Prisma's command line and the TypeScript compiler: half of the size.
RUN npm ci --ignore-scripts --omit=dev --omit=optional --omit=peer --workspaces=false --no-audit --no-fund

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
# Who Amazon RDS is, for connections that check it (sslmode=verify-full).
ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/certs/rds-global-bundle.pem
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY prisma/schema.prisma prisma/
COPY prisma/migrations prisma/migrations
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://localhost:' + (process.env.PORT || 8000) + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: it gets SIGTERM, ends what is under way and goes. One process in each container; in one of
# several cores WEB_CONCURRENCY makes it the primary of as many.
CMD ["node", "dist/src/main.js"]
