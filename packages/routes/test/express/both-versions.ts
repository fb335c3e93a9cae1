import { createRequire } from "node:module";
import express5 from "express";
import express4 from "express4";

/** Express itself, as `import express from "express"` gives it. */
export type ExpressFactory = typeof express5;

const require = createRequire(import.meta.url);
/** The exact number of an installed version. */
export const versionOf = (name: string): string =>
  (require(`${name}/package.json`) as { version: string }).version;

/** Every version of Express that the package supports, with its exact number. */
export const VERSIONS: readonly (readonly [version: string, express: ExpressFactory])[] = [
  [versionOf("express"), express5],
  [versionOf("express4"), express4],
];

/** Defines the same tests for every version of Express that the package supports. */
export function onBothVersions(subject: string, tests: (express: ExpressFactory) => void): void {
  for (const [version, express] of VERSIONS) describe(`${subject}, express ${version}`, () => tests(express));
}
