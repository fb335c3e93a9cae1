import { createRequire } from "node:module";
import koa3 from "koa";
import koa2 from "koa2";

/** Koa itself, as `import Koa from "koa"` gives it. */
export type KoaClass = typeof koa3;

const require = createRequire(import.meta.url);
/** The exact number of an installed version. */
export const versionOf = (name: string): string =>
  (require(`${name}/package.json`) as { version: string }).version;

/** Every version of Koa that the package supports, with its exact number. */
export const VERSIONS: readonly (readonly [version: string, Koa: KoaClass])[] = [
  [versionOf("koa"), koa3],
  [versionOf("koa2"), koa2],
];

/** Defines the same tests for every version of Koa that the package supports. */
export function onBothVersions(subject: string, tests: (Koa: KoaClass) => void): void {
  for (const [version, Koa] of VERSIONS) describe(`${subject}, koa ${version}`, () => tests(Koa));
}
