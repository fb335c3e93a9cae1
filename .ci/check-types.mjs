// The promises of every `test/types.ts` under each compiler that users have, with `exactOptionalPropertyTypes` on and
// off (`test/types-exact.ts` holds those that need it on). The packages are read from their compiled declarations, as a user's compiler reads them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "./files.mjs";

const promised = (name) =>
  foldersIn("packages")
    .map((folder) => `${folder}/test/${name}`)
    .filter((path) => existsSync(join(root, path)));

const compilers = [
  ["TypeScript 7", "node_modules/typescript/bin/tsc"],
  ["TypeScript 6", "node_modules/typescript6/bin/tsc6"],
];

let failed = 0;
for (const [name, compiler] of compilers)
  for (const exact of [true, false]) {
    const start = Date.now();
    const promises = [...promised("types.ts"), ...(exact ? promised("types-exact.ts") : [])];
    const output = errorsOf(compiler, promises, exact);
    const what = `${name}, exactOptionalPropertyTypes ${exact ? "on" : "off"}`;
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`${output === "" ? "ok     " : "FAILED "} ${what} (${promises.length} files, ${seconds} s)`);
    if (output === "") continue;
    console.error(output);
    failed += 1;
  }
process.exitCode = failed === 0 ? 0 : 1;

function errorsOf(compiler, promises, exactOptionalPropertyTypes) {
  // Inside the repository: what the files import is found from where the configuration stands.
  const folder = mkdtempSync(join(root, "node_modules/.types-"));
  try {
    const config = join(folder, "tsconfig.json");
    const compilerOptions = {
      exactOptionalPropertyTypes,
      composite: false,
      noEmit: true,
      incremental: false,
    };
    const base = join(root, "packages/tsconfig.test.json");
    const files = promises.map((path) => join(root, path));
    writeFileSync(config, JSON.stringify({ extends: base, compilerOptions, files }));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [compiler, "-p", config, "--pretty", "false"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    return status === 0 ? "" : `${stdout}${stderr}`.trim() || `status ${status}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
