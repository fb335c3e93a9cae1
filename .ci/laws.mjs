// The laws of the house: who may import what, and where the world may be touched. Each has the sentence that is
// printed, what to do instead, and sources that break or keep it; `check-laws.mjs --self-test` plants those.
//
// A law on imports says which files it is about (`files`), which kinds of import it looks at (`how`), and what such
// an import may (`allows`) or may not (`forbids`) reach. What is reached is written as a path of this repository
// ("packages/core/src/rules/rule.ts"), as "node:http" or as "npm:jose/errors". With `through`, what an imported file loads
// in its turn counts too. `exist` lists files that must be there for the law to mean anything.

const anyHow = ["value", "dynamic", "type"];
const loaded = ["value", "dynamic"];

/** By name, so that renaming one without telling the law is noticed: see `exist`. */
const pureFiles = [
  ...["decision/decide", "answer/answer", "request/credentials", "rules/rule"],
  // What those share.
  ...[
    "decision/decision",
    "refusals/refusals",
    "answer/challenge",
    "evidence/evidence",
    "request/request-view",
  ],
].map((name) => `packages/core/src/${name}.ts`);
const pureSteps = new RegExp(`^(${pureFiles.join("|")})$`);
const core = /^packages\/core\/src\//;
/** Beside the main one. */
const coreDoors = ["adapter", "catalog", "subscriptions"];
/** Beside the main ones of the packages that have several. */
const otherDoors = ["routes/express", "routes/koa", "routes/fastify", "routes/module", "emulator/command"];

export const laws = [
  {
    says: "The pure steps (decide, answer, credentials, rule and what they share) import types and small pure helpers only.",
    instead: "Take the value as an argument, or use `import type`.",
    files: pureSteps,
    exist: pureFiles,
    how: loaded,
    through: true,
    forbids:
      /^(node:|npm:|\(computed\)|packages\/core\/src\/evidence\/(tokens|subscriptions)\/|packages\/core\/src\/repositories\/)/,
    breaks: [
      ["packages/core/src/decision/decide.ts", 'import { readFileSync } from "node:fs";'],
      ["packages/core/src/answer/answer.ts", 'import { LRUCache } from "lru-cache";'],
      [
        "packages/core/src/rules/rule.ts",
        'export { readEntraClaims } from "../evidence/tokens/issuers/entra-claims.js";',
      ],
      [
        "packages/core/src/request/credentials.ts",
        'import { type Subscription } from "../evidence/subscriptions/subscription.js";',
      ],
      [
        "packages/core/src/decision/decide.ts",
        'import { help } from "./help.js";',
        { "packages/core/src/decision/help.ts": 'import "node:net";\nexport const help = 1;' },
      ],
    ],
    keeps: [
      [
        "packages/core/src/decision/decide.ts",
        'import type { Subscription } from "../evidence/subscriptions/subscription.js";',
      ],
      [
        "packages/core/src/decision/decide.ts",
        'import { isGuid } from "../lib/guid.js";\nimport type { IncomingMessage } from "node:http";',
      ],
    ],
  },
  {
    says: "The pure steps know no clock, no chance, no network and no process.",
    instead: "Take a number for now, or the value you need, as an argument.",
    files: pureSteps,
    fact: "ambientReads",
    breaks: [
      ["packages/core/src/decision/decide.ts", "export const late = (end: number) => Date.now() > end;"],
      ["packages/core/src/answer/answer.ts", "export const today = () => new Date();"],
      ["packages/core/src/rules/rule.ts", 'export const get = () => fetch("http://127.0.0.1/");'],
    ],
    keeps: [["packages/core/src/decision/decide.ts", "export const late = (now: number) => new Date(now);"]],
  },
  {
    says: "tokens/ does not know subscriptions/.",
    instead: "Put what both need beside them in core/src, or let gather.ts or product-auth.ts join the two.",
    files: /^packages\/core\/src\/evidence\/tokens\//,
    how: anyHow,
    forbids: /^packages\/core\/src\/evidence\/subscriptions\//,
    breaks: [
      [
        "packages/core/src/evidence/tokens/token-size.ts",
        'import { digestKey } from "../subscriptions/key-digest.js";',
      ],
      [
        "packages/core/src/evidence/tokens/token-size.ts",
        'import type { Subscription } from "../subscriptions/subscription.js";',
      ],
    ],
    keeps: [["packages/core/src/evidence/tokens/token-size.ts", 'import { bad } from "../evidence.js";']],
  },
  {
    says: "subscriptions/ does not know tokens/.",
    instead: "Put what both need beside them in core/src, or let gather.ts or product-auth.ts join the two.",
    files: /^packages\/core\/src\/evidence\/subscriptions\//,
    how: anyHow,
    forbids: /^packages\/core\/src\/evidence\/tokens\//,
    breaks: [
      ["packages/core/src/evidence/subscriptions/look-up-key.ts", 'export * from "../tokens/token-size.js";'],
    ],
    keeps: [
      ["packages/core/src/evidence/subscriptions/look-up-key.ts", 'import { bad } from "../evidence.js";'],
    ],
  },
  {
    says: "Core imports its own files, node, jose, lru-cache and valibot, and nothing else: no adapter, store, emulator or portal.",
    instead: "Define a port in core and let the other package fill it.",
    files: core,
    how: anyHow,
    allows: /^(packages\/core\/src\/|node:|npm:(jose|lru-cache|valibot)(\/|$))/,
    breaks: [
      ["packages/core/src/index.ts", 'import type { Request } from "express";'],
      ["packages/core/src/index.ts", 'export const later = () => import("@product-auth/emulator");'],
      ["packages/core/src/index.ts", 'import { startEntra } from "../../emulator/src/index.js";'],
      ["packages/core/src/adapters/index.ts", 'export { accessOf } from "@product-auth/express";'],
      ["packages/core/src/catalog-file/load.ts", "export const load = (path: string) => import(path);"],
    ],
    keeps: [
      [
        "packages/core/src/options/options.ts",
        'import * as v from "valibot";\nimport { createHash } from "node:crypto";',
      ],
    ],
  },
  {
    says: "Core loads jose only when it is needed, with import().",
    instead: 'Write `await import("jose")` where it is used; `import type` is free.',
    files: core,
    how: ["value"],
    forbids: /^npm:jose(\/|$)/,
    breaks: [["packages/core/src/evidence/tokens/jwe.ts", 'import { compactDecrypt } from "jose";']],
    keeps: [
      [
        "packages/core/src/evidence/tokens/jwe.ts",
        'import type { JWK } from "jose";\nexport const decrypt = async (k: JWK) => [k, await import("jose")];',
      ],
    ],
  },
  {
    says: "Core has no module-level state: two instances do not know of each other.",
    instead: "Let the instance made by createProductAuth hold it.",
    files: core,
    fact: "moduleState",
    breaks: [
      ["packages/core/src/operators/events.ts", "export let count = 0;"],
      [
        "packages/core/src/operators/events.ts",
        "const seen = new Map<string, number>();\nexport const saw = (k: string) => seen.get(k);",
      ],
      ["packages/core/src/operators/events.ts", "export class Events {\n  static last = 0;\n}"],
    ],
    keeps: [
      [
        "packages/core/src/operators/events.ts",
        'const kinds = new Set(["a", "b"]);\nexport const is = (k: string) => kinds.has(k);',
      ],
      [
        "packages/core/src/operators/events.ts",
        "export function tally() {\n  let count = 0;\n  return () => ++count;\n}",
      ],
    ],
  },
  ...["express", "koa", "fastify", "passport"].flatMap((adapter) => adapterLaws(adapter)),
  ...["postgres", "redis"].map((store) => storeLaw(store)),
  {
    says: "The emulator imports jose, node and its own files, never core: it is an independent second implementation.",
    instead: "Write it again in the emulator, from the specification.",
    files: /^packages\/emulator\/src\//,
    how: anyHow,
    allows: /^(packages\/emulator\/src\/|node:|npm:jose(\/|$))/,
    breaks: [
      ["packages/emulator/src/index.ts", 'import type { Product } from "@product-auth/core";'],
      ["packages/emulator/src/index.ts", 'import { isGuid } from "../../core/src/lib/guid.js";'],
    ],
    keeps: [
      [
        "packages/emulator/src/keys.ts",
        'import { SignJWT } from "jose";\nimport { createServer } from "node:http";',
      ],
    ],
  },
  {
    says: "The report of routes imports core's main door and the one for adapters, its own files, node, and the types of the frameworks.",
    instead:
      "A framework's routers are read as they are given; what an adapter has to say of itself, it marks (`adapters/mark.ts`).",
    files: /^packages\/routes\/src\//,
    except: /^packages\/routes\/src\/module\/inspect-module\.ts$/, // loads what it is asked about
    how: anyHow,
    allows:
      /^(packages\/routes\/src\/|node:|npm:@product-auth\/core(\/adapter)?$|npm:(express|koa|fastify)$)/,
    breaks: [
      ["packages/routes/src/index.ts", 'import { accessOf } from "@product-auth/express";'],
      ["packages/routes/src/index.ts", 'import { digestKey } from "@product-auth/core/subscriptions";'],
      ["packages/routes/src/index.ts", 'import { markOf } from "../../core/src/adapters/mark.js";'],
      ["packages/routes/src/index.ts", "export const load = (path: string) => import(path);"],
    ],
    keeps: [
      [
        "packages/routes/src/koa/report.ts",
        'import { markOf } from "@product-auth/core/adapter";\nimport type Koa from "koa";\nimport { resolve } from "node:path";',
      ],
      ["packages/routes/src/module/inspect-module.ts", "export const load = (path: string) => import(path);"],
    ],
  },
  {
    says: "The report of routes loads no framework: an application brings its own, and only one of them.",
    instead: "Write `import type`.",
    files: /^packages\/routes\/src\//,
    how: loaded,
    forbids: /^npm:(express|koa|fastify)$/,
    breaks: [["packages/routes/src/fastify/inspected.ts", 'import { fastify } from "fastify";']],
    keeps: [["packages/routes/src/fastify/inspected.ts", 'import type { FastifyInstance } from "fastify";']],
  },
  {
    says: "The command imports its own files, node and published doors: core's, the report of routes, the emulator's command and the stores.",
    instead: "Import from these; if a name is missing there, it is not public, or not meant for a command.",
    files: /^packages\/cli\/src\//,
    how: anyHow,
    allows:
      /^(packages\/cli\/src\/|node:|npm:@product-auth\/(core(\/(adapter|catalog|subscriptions))?|routes(\/module)?|emulator\/command|postgres|redis)$)/,
    breaks: [
      ["packages/cli/src/verbs/explain.ts", 'import { accessOf } from "@product-auth/express";'],
      [
        "packages/cli/src/verbs/explain.ts",
        'import { digestKey } from "@product-auth/core/dist/options.js";',
      ],
      ["packages/cli/src/verbs/explain.ts", 'import { digestKey } from "../../../core/src/index.js";'],
      ["packages/cli/src/verbs/explain.ts", 'import pg from "pg";'],
    ],
    keeps: [
      [
        "packages/cli/src/subscriptions/desk.ts",
        'import { digestKey } from "@product-auth/core/subscriptions";\nimport { openSync } from "node:fs";',
      ],
    ],
  },
  {
    says: "The command loads the report of routes, the emulator and a store's package only when it is asked for: it may not be installed.",
    instead: 'Write `import("@product-auth/…")` where it is used; `import type` is free.',
    files: /^packages\/cli\/src\//,
    how: ["value"],
    forbids: /^npm:@product-auth\/(routes|emulator|postgres|redis)(\/|$)/,
    breaks: [
      [
        "packages/cli/src/subscriptions/desk.ts",
        'import { createRedisSubscriptions } from "@product-auth/redis";',
      ],
      ["packages/cli/src/verbs/emulator.ts", 'export * from "@product-auth/emulator/command";'],
    ],
    keeps: [
      [
        "packages/cli/src/subscriptions/desk.ts",
        'import type { RedisSubscriptions } from "@product-auth/redis";\nexport const load = async (): Promise<RedisSubscriptions> => await import("@product-auth/redis");',
      ],
    ],
  },
  {
    says: "The entry of the command, its verbs' declarations and what they share load nothing but their own files and node: `--help` works whatever is installed.",
    instead: "Put it into the verb's room, and let `run` of the verb load that with import().",
    files: /^packages\/cli\/src\/([^/]+|verbs\/[^/]+)\.ts$/,
    how: ["value"],
    through: true,
    forbids: /^npm:/,
    breaks: [
      ["packages/cli/src/verbs/explain.ts", 'import { createProductAuth } from "@product-auth/core";'],
      [
        "packages/cli/src/run-command.ts",
        'import { help } from "./explain/help.js";',
        {
          "packages/cli/src/explain/help.ts":
            'export { ConfigurationError as help } from "@product-auth/core";',
        },
      ],
    ],
    keeps: [
      ["packages/cli/src/verbs/explain.ts", 'export const load = () => import("../explain/run-explain.js");'],
    ],
  },
  {
    says: "No package imports the command.",
    instead: "What a command and a library share belongs in the library.",
    files: /^packages\/(?!cli\/)[^/]+\/src\//,
    how: anyHow,
    forbids: /^(npm:@product-auth\/cli(\/|$)|packages\/cli\/)/,
    breaks: [["packages/emulator/src/index.ts", 'import { runCommand } from "@product-auth/cli";']],
    keeps: [["packages/emulator/src/index.ts", 'import { SignJWT } from "jose";']],
  },
  {
    says: "Examples and docs import published doors only, as a reader of them would.",
    instead: `Import from "@product-auth/…", of core also from ${coreDoors.join(", ")}; if a name is missing there, it is not public.`,
    files: /^(examples\/[^/]+|docs)\//,
    how: anyHow,
    forbids: new RegExp(
      `^(npm:@product-auth/(?!core/(${coreDoors.join("|")})$|(${otherDoors.join("|")})$)[^/]+/|packages/|\\(computed\\))`,
    ),
    breaks: [
      ["docs/src/observe.ts", 'import { route } from "@product-auth/core/routes";'],
      ["examples/express/src/app.ts", 'import { settle } from "@product-auth/core/dist/options.js";'],
      ["docs/src/rules.test.ts", 'import { decide } from "../../packages/core/src/decide.js";'],
    ],
    keeps: [
      ["examples/express/src/app.ts", 'import { productAuth } from "@product-auth/express";'],
      ["docs/src/products-and-keys.ts", 'import { loadCatalog } from "@product-auth/core/catalog";'],
      ["docs/src/report.test.ts", 'import { report } from "@product-auth/routes/express";'],
    ],
  },
  {
    says: "The environment is read in an example's config.ts, at the start of a command, and where the testkit finds servers to test with; the walk hands it on.",
    instead: "Take the value as an option.",
    files: /^(packages\/[^/]+\/src|examples\/[^/]+)\/(?!.*\.test\.ts$)/,
    except:
      /^(examples\/[^/]+\/(src\/)?config\.ts|examples\/walk\/src\/.*|packages\/emulator\/src\/start[a-z-]*\.ts|packages\/testkit\/src\/services\/.*|packages\/cli\/src\/main\.ts)$/,
    fact: "envReads",
    breaks: [
      ["packages/core/src/options/options.ts", "export const tenant = process.env.TENANT;"],
      ["packages/express/src/index.ts", 'export const tenant = process["env"].TENANT;'],
      ["packages/cli/src/subscriptions/desk.ts", "export const address = process.env.SUBSCRIPTIONS;"],
      ["packages/emulator/src/keys.ts", 'import { env } from "node:process";\nexport const port = env.PORT;'],
      ["examples/express/src/app.ts", "const { env } = process;\nexport const port = env.PORT;"],
    ],
    keeps: [
      ["examples/express/src/config.ts", "export const port = process.env.PORT;"],
      ["packages/emulator/src/start-entra.ts", "export const production = process.env.NODE_ENV;"],
      ["packages/testkit/src/services/redis.ts", "export const address = process.env.TEST_REDIS_URL;"],
      ["packages/cli/src/main.ts", "export const { env } = process;"],
    ],
  },
  {
    says: "No package's files import each other in a circle: which one runs first would depend on who asks.",
    instead: "Move what both need into a file of its own, or use `import type`.",
    files: /^packages\/[^/]+\/src\//,
    cycles: true,
    breaks: [
      [
        "packages/core/src/a.ts",
        'import { b } from "./b.js";\nexport const a = () => b;',
        { "packages/core/src/b.ts": 'import { a } from "./a.js";\nexport const b = () => a;' },
      ],
    ],
    keeps: [
      [
        "packages/core/src/a.ts",
        'import { b } from "./b.js";\nexport const a = () => b;',
        {
          "packages/core/src/b.ts": 'import type { a } from "./a.js";\nexport const b = (f: typeof a) => f;',
        },
      ],
    ],
  },
];

function adapterLaws(adapter) {
  const frameworks = {
    express: "express|express-serve-static-core",
    koa: "koa|@koa/router",
    fastify: "fastify|fastify-plugin",
    passport: "passport|passport-strategy|express",
  }[adapter];
  const files = new RegExp(`^packages/${adapter}/src/`);
  const own = `packages/${adapter}/src/|npm:@product-auth/core(/adapter)?$|npm:(${frameworks})$`;
  const door = `packages/${adapter}/src/index.ts`;
  return [
    {
      says: `The ${adapter} adapter imports core's main door, the one for adapters, its own files, its framework and the types of node:http.`,
      instead: "An adapter translates and nothing else: what needs more belongs in core.",
      files,
      how: anyHow,
      allows: new RegExp(`^(${own}|node:http2?$)`),
      breaks: [
        [door, 'import { decide } from "@product-auth/core/dist/decide.js";'],
        [door, 'import { decide } from "../../core/src/decide.js";'],
        [door, 'import { LRUCache } from "lru-cache";'],
        [door, 'import { startEntra } from "@product-auth/emulator";'],
        [door, 'import { digestKey } from "@product-auth/core/subscriptions";'],
        [door, 'import { loadCatalog } from "@product-auth/core/catalog";'],
        [door, `export { report } from "@product-auth/routes/${adapter}";`],
      ],
      keeps: [
        [
          door,
          'import { ConfigurationError } from "@product-auth/core";\nimport { guardsOf } from "@product-auth/core/adapter";\nimport type { IncomingMessage } from "node:http";',
        ],
      ],
    },
    {
      says: `The ${adapter} adapter loads nothing of node: it uses the types of node:http only.`,
      instead: "Write `import type`.",
      files,
      how: loaded,
      forbids: /^node:/,
      breaks: [[door, 'import { STATUS_CODES } from "node:http";']],
      keeps: [[door, 'import type { IncomingMessage } from "node:http";']],
    },
  ];
}

function storeLaw(store) {
  const client = { postgres: "pg", redis: "redis" }[store];
  const files = `packages/${store}/src/`;
  const door = `${files}index.ts`;
  return {
    says: `The ${store} store imports core's main door and \`subscriptions\`, its own files, node and ${client}.`,
    instead: "A store keeps and finds: what needs more belongs in core.",
    files: new RegExp(`^${files}`),
    how: anyHow,
    allows: new RegExp(`^(${files}|node:|npm:@product-auth/core(/subscriptions)?$|npm:${client}$)`),
    breaks: [
      [door, 'import { digestKey } from "../../core/src/subscriptions/key-digest.js";'],
      [door, 'import { guardsOf } from "@product-auth/core/adapter";'],
      [door, 'import { storeContract } from "@product-auth/testkit";'],
    ],
    keeps: [
      [
        door,
        `import { asEvidence } from "@product-auth/core/subscriptions";\nimport type { Subscription } from "@product-auth/core";\nimport client from "${client}";`,
      ],
    ],
  };
}
