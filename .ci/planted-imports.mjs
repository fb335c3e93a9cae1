// Sources that break or keep a law of .oxlintrc.json: place, source. For check-laws.mjs.
const adapters = { express: "express", koa: "@koa/router", fastify: "fastify-plugin", passport: "passport" };
const stores = { postgres: "pg", redis: "redis" };

export const breaks = [
  ["packages/core/src/decision/decide.ts", 'export { readFileSync } from "node:fs";'],
  ["packages/core/src/answer/answer.ts", 'export { LRUCache } from "lru-cache";'],
  ["packages/core/src/rules/rule.ts", 'export { own } from "../evidence/tokens/jws/compact-jws.js";'],
  ["packages/core/src/request/credentials.ts", 'export { settle } from "../options/settings.js";'],
  ["packages/core/src/decision/decide.ts", "export const late = (end: number) => Date.now() > end;"],
  [
    "packages/core/src/policies/token/judge-policy.ts",
    "export const late = (end: number) => Date.now() > end;",
  ],
  ["packages/core/src/policies/token/judge-policy.ts", 'export { settle } from "../../options/settings.js";'],
  ["packages/core/src/policies/token/judge-policy.ts", 'export { markOf } from "../../adapters/mark.js";'],
  ["packages/core/src/rules/rule.ts", 'export const get = () => fetch("http://127.0.0.1/");'],
  ["packages/core/src/answer/answer.ts", "export const any = () => Math.random();"],
  [
    "packages/core/src/evidence/tokens/token-side.ts",
    'export { digestKey } from "../subscriptions/key-digest.js";',
  ],
  [
    "packages/core/src/evidence/tokens/token-side.ts",
    'export type { Subscription } from "../subscriptions/subscription.js";',
  ],
  ["packages/core/src/evidence/subscriptions/look-up-key.ts", 'export * from "../tokens/token-side.js";'],
  [
    "packages/core/src/policies/limits/token-bucket.ts",
    'export type { Subscription } from "../../evidence/subscriptions/subscription.js";',
  ],
  ["packages/core/src/policies/limits/count-table.ts", 'export { hash } from "node:crypto";'],
  ["packages/core/src/policies/limits/count-table.ts", "export const later = () => setTimeout(() => {}, 1);"],
  [
    "packages/core/src/policies/connection/ip-filter.ts",
    'export { digestKey } from "../../evidence/subscriptions/key-digest.js";',
  ],
  [
    "packages/core/src/policies/connection/ip-filter.ts",
    'export type { VerifiedToken } from "../../evidence/evidence.js";',
  ],
  ["packages/core/src/policies/connection/ip-filter.ts", 'export { lookup } from "node:dns";'],
  [
    "packages/core/src/policies/connection/chain.ts",
    "export const late = (end: number) => Date.now() > end;",
  ],
  ["packages/core/src/options/ip-filter.ts", 'export { isIP } from "node:net";'],
  ["packages/core/src/options/client-certificate.ts", 'export { X509Certificate } from "node:crypto";'],
  ["packages/core/src/evidence/tokens/token-verifier.ts", 'export { BlockList } from "node:net";'],
  [
    "packages/core/src/evidence/subscriptions/look-up-key.ts",
    'export { X509Certificate } from "node:crypto";',
  ],
  ["packages/core/src/index.ts", 'export type { Request } from "express";'],
  ["packages/core/src/operators/telemetry.ts", 'export type { Meter } from "@opentelemetry/api";'],
  [
    "packages/core/src/telemetry/open-telemetry.ts",
    'export { MeterProvider } from "@opentelemetry/sdk-metrics";',
  ],
  ["packages/core/src/index.ts", 'export const later = () => import("@product-auth/emulator");'],
  ["packages/core/src/index.ts", 'export { startEntra } from "../../emulator/src/index.js";'],
  ["packages/core/src/adapters/index.ts", 'export { accessOf } from "@product-auth/express";'],
  ["packages/core/src/options/options.ts", "export const tenant = process.env.TENANT;"],
  ["packages/core/src/evidence/tokens/jwe.ts", 'export { compactDecrypt } from "jose";'],
  ["packages/emulator/src/index.ts", 'export type { Product } from "@product-auth/core";'],
  ["packages/create/src/index.ts", 'export type { Product } from "@product-auth/core";'],
  ["packages/create/src/index.ts", 'export const later = () => import("@product-auth/cli");'],
  ["packages/emulator/src/index.ts", 'export { isGuid } from "../../core/src/lib/guid.js";'],
  ["packages/routes/src/index.ts", 'export { accessOf } from "@product-auth/express";'],
  ["packages/routes/src/index.ts", 'export { digestKey } from "@product-auth/core/subscriptions";'],
  ["packages/routes/src/index.ts", 'export { markOf } from "../../core/src/adapters/mark.js";'],
  ["packages/routes/src/fastify/inspected.ts", 'export { fastify } from "fastify";'],
  ["packages/cli/src/verbs/explain.ts", 'export { accessOf } from "@product-auth/express";'],
  ["packages/cli/src/verbs/explain.ts", 'export { digestKey } from "@product-auth/core/dist/options.js";'],
  ["packages/cli/src/verbs/explain.ts", 'export { digestKey } from "../../../core/src/index.js";'],
  ["packages/cli/src/verbs/explain.ts", 'export * from "pg";'],
  ["packages/cli/src/subscriptions/context.ts", "export const address = process.env.SUBSCRIPTIONS;"],
  ["packages/testkit/src/index.ts", 'export { runCommand } from "@product-auth/cli";'],
  ["packages/portal/src/views/home.ts", 'export { portalRoutes } from "@product-auth/express/portal";'],
  ["packages/portal/src/views/home.ts", 'export { startEntra } from "@product-auth/emulator";'],
  ["packages/portal/src/views/home.ts", 'export { runCommand } from "@product-auth/cli";'],
  ["packages/portal/src/views/home.ts", 'export { own } from "../../../core/src/lib/json-object.js";'],
  ["packages/portal/src/views/home.ts", 'export { own } from "@product-auth/core/dist/lib.js";'],
  ["packages/portal/src/views/home.ts", 'export * from "express";'],
  ["packages/portal/src/views/home.ts", 'export { raw } from "../html/template.js";'],
  ["packages/portal/src/sign-in/sign-in-page.ts", 'import { html, raw as safe } from "../html/template.js";'],
  ["packages/portal/src/html/layout.ts", 'export * from "express";'],
  ["packages/portal/src/create-portal.ts", "export const url = process.env.PUBLIC_URL;"],
  ...["express", "koa", "fastify"].map((adapter) => [
    `packages/${adapter}/src/portal.ts`,
    'export type { Portal } from "@product-auth/portal";',
  ]),
  ["packages/graph/src/plan/plan-catalog.ts", 'export { startEntra } from "@product-auth/emulator";'],
  [
    "packages/graph/src/plan/plan-catalog.ts",
    'export { digestKey } from "@product-auth/core/subscriptions";',
  ],
  ["packages/graph/src/plan/plan-catalog.ts", 'export { own } from "../../../core/src/lib/json-object.js";'],
  [
    "packages/graph/src/client/graph-client.ts",
    'export { Client } from "@microsoft/microsoft-graph-client";',
  ],
  ["packages/graph/src/index.ts", "export const tenant = process.env.AZURE_TENANT_ID;"],
  ["packages/apim/src/index.ts", 'export { startEntra } from "@product-auth/emulator";'],
  ["packages/apim/src/index.ts", 'export { digestKey } from "@product-auth/core/subscriptions";'],
  ["packages/apim/src/index.ts", 'export { own } from "../../core/src/lib/json-object.js";'],
  ["packages/apim/src/index.ts", 'export const get = () => fetch("http://127.0.0.1/");'],
  ["packages/apim/src/index.ts", "export const tenant = process.env.AZURE_TENANT_ID;"],
  ["packages/apim/src/inputs/read.ts", 'import { get } from "node:https";'],
  ["packages/apim/src/inputs/read.ts", 'import { get } from "node:http";'],
  ["packages/apim/src/csharp/run.ts", 'import { runInNewContext } from "node:vm";'],
  ["packages/openapi/src/index.ts", 'export { report } from "@product-auth/routes";'],
  ["packages/openapi/src/index.ts", 'export { parse } from "yaml";'],
  ["packages/openapi/src/document/operations.ts", 'export { ConfigurationError } from "@product-auth/core";'],
  ["packages/openapi/src/yaml/read-yaml.ts", 'export * from "@product-auth/core";'],
  ["packages/portal/src/openapi/read-document.ts", 'export { parse } from "yaml";'],
  ["packages/portal/src/openapi/read-document.ts", 'export { readYaml } from "@product-auth/openapi/yaml";'],
  [
    "packages/portal/src/openapi/read-document.ts",
    'export { rulesFromOpenApi } from "@product-auth/openapi";',
  ],
  ["packages/apim/src/inputs/read.ts", 'export { parse } from "yaml";'],
  ["packages/openapi/src/text/index.ts", 'export { readFile } from "node:fs/promises";'],
  ["packages/openapi/src/text/index.ts", 'export const get = () => fetch("http://127.0.0.1/");'],
  ["docs/src/observe.ts", 'export { route } from "@product-auth/core/routes";'],
  ["examples/express/src/app.ts", 'export { settle } from "@product-auth/core/dist/options.js";'],
  ["examples/express/src/app.ts", "export const port = process.env.PORT;"],
  ["docs/src/rules.test.ts", 'export { decide } from "../../packages/core/src/decision/decide.js";'],
  ...Object.keys(adapters).flatMap((adapter) => {
    const door = `packages/${adapter}/src/index.ts`;
    return [
      [door, 'export { decide } from "@product-auth/core/dist/decide.js";'],
      [door, 'export { decide } from "../../core/src/decision/decide.js";'],
      [door, 'export { LRUCache } from "lru-cache";'],
      [door, 'export { startEntra } from "@product-auth/emulator";'],
      [door, 'export { digestKey } from "@product-auth/core/subscriptions";'],
      [door, 'export { loadCatalog } from "@product-auth/core/catalog";'],
      [door, `export { report } from "@product-auth/routes/${adapter}";`],
      [door, 'export { STATUS_CODES } from "node:http";'],
      [door, "export const tenant = process.env.TENANT;"],
    ];
  }),
  ...Object.keys(stores).flatMap((store) => {
    const door = `packages/${store}/src/index.ts`;
    return [
      [door, 'export { digestKey } from "../../core/src/evidence/subscriptions/key-digest.js";'],
      [door, 'export { guardsOf } from "@product-auth/core/adapter";'],
      [door, 'export { storeContract } from "@product-auth/testkit";'],
    ];
  }),
];

export const keeps = [
  ["packages/create/src/command/ask.ts", 'export { select } from "@clack/prompts";'],
  // It bounds waiting, in real time.
  [
    "packages/core/src/policies/connection/chain.ts",
    'export { BlockList } from "node:net";\nexport { X509Certificate } from "node:crypto";\nexport { own } from "../../lib/json-object.js";',
  ],
  ["packages/core/src/options/client-certificate.ts", 'export type { X509Certificate } from "node:crypto";'],
  [
    "packages/core/src/policies/limits/count-table.ts",
    'export { LRUCache } from "lru-cache";\nexport { own } from "../../lib/json-object.js";',
  ],
  [
    "packages/core/src/decision/decide.ts",
    'export type { Subscription } from "../evidence/subscriptions/subscription.js";',
  ],
  [
    "packages/core/src/decision/decide.ts",
    'export { isGuid } from "../lib/guid.js";\nexport type { IncomingMessage } from "node:http";',
  ],
  ["packages/core/src/decision/decide.ts", "export const late = (now: number) => new Date(now);"],
  ["packages/core/src/evidence/tokens/token-side.ts", 'export { bad } from "../evidence.js";'],
  [
    "packages/core/src/options/options.ts",
    'export * as v from "valibot";\nexport { createHash } from "node:crypto";',
  ],
  ["packages/core/src/evidence/tokens/jwe.ts", 'export type { JWK } from "jose";'],
  [
    "packages/core/src/telemetry/open-telemetry.ts",
    'export { metrics } from "@opentelemetry/api";\nexport type { Health } from "../operators/health.js";',
  ],
  ["packages/emulator/src/keys.ts", 'export { SignJWT } from "jose";\nexport * from "node:http";'],
  [
    "packages/routes/src/koa/report.ts",
    'export { markOf } from "@product-auth/core/adapter";\nexport type * from "koa";\nexport * from "node:path";',
  ],
  [
    "packages/cli/src/subscriptions/context.ts",
    'export { digestKey } from "@product-auth/core/subscriptions";\nexport * from "node:fs";',
  ],
  ["packages/cli/src/main.ts", "export const { env } = process;"],
  [
    "packages/portal/src/views/home.ts",
    'export { html } from "../html/template.js";\nexport { isGuid } from "@product-auth/core/adapter";\nexport type { RecordRepository } from "@product-auth/core/records";\nexport * as v from "valibot";\nexport * from "node:crypto";',
  ],
  [
    "packages/portal/src/html/markdown.ts",
    'export { raw } from "./template.js";\nexport * from "markdown-it";',
  ],
  ["packages/portal/src/sign-in/entra-id.ts", 'export * from "openid-client";'],
  [
    "packages/portal/src/openapi/read-document.ts",
    'export { resolve } from "@product-auth/openapi/document";',
  ],
  ["packages/apim/src/inputs/read.ts", 'export { readYaml } from "@product-auth/openapi/yaml";'],
  [
    "packages/openapi/src/document/operations.ts",
    'import type { Problem } from "@product-auth/core";\nexport type Problems = readonly Problem[];',
  ],
  [
    "packages/graph/src/plan/plan-catalog.ts",
    'export { readCatalog } from "@product-auth/core/catalog";\nexport * from "node:crypto";',
  ],
  ["packages/apim/src/writing/text.ts", 'import { STATUS_CODES } from "node:http";'],
  ["docs/src/mount-portal.ts", 'export { portalRoutes } from "@product-auth/koa/portal";'],
  ["docs/src/report.test.ts", 'export { report } from "@product-auth/routes/express";'],
  ["examples/express/src/app.ts", 'export { productAuth } from "@product-auth/express";'],
  ["examples/express/src/config.ts", "export const port = process.env.PORT;"],
  ["docs/src/products-and-keys.ts", 'export { loadCatalog } from "@product-auth/core/catalog";'],
  ["packages/testkit/src/services/redis.ts", "export const address = process.env.TEST_REDIS_URL;"],
  ...Object.entries(adapters).map(([adapter, framework]) => [
    `packages/${adapter}/src/index.ts`,
    `export { guardsOf } from "@product-auth/core/adapter";\nexport type * from "node:http";\nexport * from "${framework}";`,
  ]),
  ...Object.entries(stores).map(([store, client]) => [
    `packages/${store}/src/index.ts`,
    `export { asEvidence } from "@product-auth/core/subscriptions";\nexport { plainKey } from "@product-auth/core/counters";\nexport { recordOf } from "@product-auth/core/records";\nexport * from "node:fs";\nexport * from "${client}";`,
  ]),
];
