// Which packages of others the bundler has put into ours.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../files.mjs";

/** Each bundle, with the file that the bundler leaves beside it, which is not packed. */
const STAMPS = {
  "@product-auth/core": "packages/core/dist/.bundled",
  "@product-auth/fastify": "packages/fastify/dist/.bundled",
  "@product-auth/portal": "packages/portal/dist/client/.bundled",
};

/** The names in these metafiles of esbuild. */
export function packagesIn(metafiles) {
  const paths = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const names = paths.map((path) => /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** What is bundled into a package; undefined when the bundler did not say. */
export function bundledInto(name) {
  if (!(name in STAMPS)) return [];
  try {
    return JSON.parse(readFileSync(join(root, STAMPS[name]), "utf8"));
  } catch {
    return undefined;
  }
}
