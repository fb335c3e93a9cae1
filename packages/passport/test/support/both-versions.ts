import { createRequire } from "node:module";
import express5 from "express";
import express4 from "express4";

/** Express itself, as `import express from "express"` gives it. */
export type ExpressFactory = typeof express5;

const require = createRequire(import.meta.url);

/** Defines the same tests for every version of Express that passport is used with. */
export function onBothVersions(subject: string, tests: (express: ExpressFactory) => void): void {
  for (const [name, express] of Object.entries({ express: express5, express4 })) {
    const { version } = require(`${name}/package.json`) as { version: string };
    describe(`${subject}, express ${version}`, () => tests(express));
  }
}
