import type { Choices, Framework } from "../choices/choices.js";
import { factsOf } from "./facts.js";

/** Name of a dependency, and the range of its versions; an empty range: one of our packages. */
type Ranges = Readonly<Record<string, string>>;

const OURS = "";

const FRAMEWORK: Readonly<Record<Framework, { readonly needs: Ranges; readonly types: Ranges }>> = {
  express: { needs: { express: "^5.3.0" }, types: { "@types/express": "^5.0.6" } },
  koa: { needs: { "@koa/router": "^15.7.0", koa: "^3.3.0" }, types: { "@types/koa": "^3.0.3" } },
  fastify: { needs: { fastify: "^5.12.0" }, types: {} },
};

const TOOLS: Ranges = {
  "@types/chai": "^5.2.3",
  "@types/mocha": "^10.0.10",
  "@types/node": "^20.19.0",
  "@types/supertest": "^7.2.1",
  chai: "^6.3.0",
  mocha: "^12.0.3",
  supertest: "^7.3.2",
  tsx: "^4.23.0",
  typescript: "^7.0.2",
};

/** The text of `package.json`. `version`: that of our packages, which all have the same. */
export function manifestOf(choices: Choices, name: string, version: string): string {
  const { framework } = choices;
  const { tokens, keys, portal, local, postgres, redis, stores } = factsOf(choices);
  const { needs, types } = FRAMEWORK[framework];
  const dependencies = {
    ...needs,
    [`@product-auth/${framework}`]: OURS,
    ...(stores && { "@product-auth/core": OURS }),
    ...(portal && { "@product-auth/portal": OURS }),
    ...(postgres && { "@product-auth/postgres": OURS, pg: "^8.23.0" }),
    ...(redis && { "@product-auth/redis": OURS, redis: "^6.3.0" }),
  };
  const devDependencies = {
    ...types,
    ...TOOLS,
    ...((tokens || local) && { "@product-auth/emulator": OURS }),
    ...(keys && { "@product-auth/cli": OURS }),
  };
  const manifest = {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: "^20.19.0 || >=22.12.0" },
    scripts: {
      build: "tsc",
      dev: "tsx watch src/server.ts",
      start: "tsc && node dist/src/server.js",
      test: 'tsc && mocha --no-config --timeout 10s "dist/test/**/*.test.js"', // a busy build server is slow
    },
    dependencies: sorted(dependencies, version),
    devDependencies: sorted(devDependencies, version),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** In the order in which npm writes them. */
function sorted(ranges: Ranges, version: string): Ranges {
  const names = Object.keys(ranges).sort((a, b) => a.localeCompare(b, "en"));
  return Object.fromEntries(names.map((name) => [name, ranges[name] || `^${version}`]));
}
