// The compiled test files. The list comes from the sources: a compiled test whose source is gone never runs.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "./files.mjs";

/** The compiled tests whose source path matches one of `words`, or all of them. */
export function testFiles(words = []) {
  const rooms = [
    ...foldersIn("packages").map((folder) => ({ tests: `${folder}/test`, built: `${folder}/dist-test` })),
    ...foldersIn("examples").map((folder) => ({ tests: `${folder}/test`, built: `${folder}/dist/test` })),
    { tests: "docs/src", built: "docs/dist" },
    { tests: "bench/src", built: "bench/dist" },
  ].filter(({ tests }) => existsSync(join(root, tests)));
  const patterns = words.filter((word) => word !== "").map(patternOf);
  return rooms.flatMap(({ tests, built }) =>
    readdirSync(join(root, tests), { recursive: true })
      .map((file) => file.replaceAll("\\", "/"))
      .sort()
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => ({ source: `${tests}/${file}`, built: `${built}/${file.replace(/\.ts$/, ".js")}` }))
      .filter(({ source }) => patterns.length === 0 || patterns.some((pattern) => pattern.test(source))),
  );
}

/** `core/decide` matches `packages/core/test/decision/decide-time.test.ts`: a folder or file named so, and one below it. */
function patternOf(word) {
  const pieces = word.split("/").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(pieces.join("[^/]*/(?:.*/)?[^/]*"));
}
