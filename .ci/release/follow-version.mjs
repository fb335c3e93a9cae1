// Lets what lerna leaves alone follow the new version: the ranges of peers that are packages of ours, and the entry "Unreleased"
// of CHANGELOG.md. lerna runs this as the script `version`, between the new versions and the commit.
import { readFileSync, writeFileSync } from "node:fs";
import { foldersIn } from "../files.mjs";

const { version } = JSON.parse(readFileSync("lerna.json", "utf8"));
const date = new Date().toISOString().slice(0, 10);
const changelog = readFileSync("CHANGELOG.md", "utf8");
if (!/^## Unreleased$/m.test(changelog)) {
  console.error(
    'CHANGELOG.md has no "## Unreleased". Write one, with a line for each change that a user notices.',
  );
  process.exit(1);
}
writeFileSync("CHANGELOG.md", changelog.replace(/^## Unreleased$/m, `## ${version} (${date})`));

for (const path of foldersIn("packages", ".").map((folder) => `${folder}/package.json`)) {
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) =>
    name.startsWith("@product-auth/"),
  );
  for (const name of peers) manifest.peerDependencies[name] = `^${version}`;
  if (peers.length > 0) writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
}
