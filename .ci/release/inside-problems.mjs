// What the inside of a tarball shows: see private-problems.mjs and licence-problems.mjs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../files.mjs";
import { bundledInto } from "./bundled-packages.mjs";
import { packedLicenceProblems } from "./licence-problems.mjs";
import { privateProblems } from "./private-problems.mjs";

/** What is wrong with the inside of a tarball of `packAll`, a sentence each, with its fix. */
export function insideProblems({ name, path, manifest }) {
  const texts = textsOf(path);
  const licence = readFileSync(join(root, "LICENSE"), "utf8");
  return [
    ...privateProblems(name, texts),
    ...packedLicenceProblems({ name, manifest, texts, licence, bundled: bundledInto(name) }),
  ];
}

function textsOf(tarball) {
  const folder = mkdtempSync(join(tmpdir(), "product-auth-inside-"));
  try {
    execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    return new Map(
      entries.map((each) => {
        const path = join(each.parentPath, each.name);
        return [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
