// Compiles what is named, by default everything (`tsc -b`), and bundles the packages whose bundles are older.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundlePackages, bundlePortalClient } from "./bundle.mjs";
import { root } from "./files.mjs";

const tsc = join(root, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-b", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
await bundlePackages();
await bundlePortalClient();
