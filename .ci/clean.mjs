// Removes everything that building and testing made. tsc never deletes: the output of a source file that is
// gone stays until this runs, and would be packed.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "./files.mjs";

const made = [
  ...foldersIn("packages").flatMap((folder) =>
    ["build", "dist", "dist-test"].map((made) => `${folder}/${made}`),
  ),
  ...foldersIn("examples").map((folder) => `${folder}/dist`),
  ...["docs/dist", "bench/dist", "site/build", "site/dist", "coverage", "reports"],
];
for (const path of made) rmSync(join(root, path), { recursive: true, force: true });
