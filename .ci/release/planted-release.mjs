// Shows that each check of a release bites: faults planted in packages that are made up for it, and what is fine.
import { readFileSync } from "node:fs";
import { changelogProblems, versionProblems } from "./version-problems.mjs";
import { originGaps, repositoryProblems, workflowProblems } from "./origin-problems.mjs";
import { packagesIn } from "./bundled-packages.mjs";
import { dependencyLicenceProblems, packedLicenceProblems } from "./licence-problems.mjs";
import { privateProblems } from "./private-problems.mjs";
import { contentProblems, publishProblems } from "../tarballs.mjs";
import { root } from "../files.mjs";

const NAME = "@product-auth/core";
const LICENCE = "MIT License\n";
const manifest = {
  name: NAME,
  version: "1.2.3",
  license: "MIT",
  publishConfig: { access: "public", provenance: true },
  repository: {
    type: "git",
    url: "git+https://github.com/product-auth/product-auth.git",
    directory: "packages/core",
  },
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
};
const adapter = { name: "@product-auth/koa", version: "1.2.3", dependencies: { [NAME]: "^1.2.3" } };
const files = [
  "package.json",
  "README.md",
  "LICENSE",
  "src/index.ts",
  "dist/index.js",
  "dist/index.d.ts",
  "dist/index.js.map",
];
const map = { version: 3, sources: ["../src/index.ts"] };
const workflow = readFileSync(new URL("release.yml", import.meta.url), "utf8");
const letters = (count) => "aB3".repeat(count).slice(0, count);

/** What a fault is, what the check says about a package with it, and a piece of the sentence that must be among that. */
const breaks = [
  ["a version that was left behind", versions({ version: "1.2.2" }), "lerna.json 1.2.3"],
  ["a range that was left behind", versions({ dependencies: { [NAME]: "^1.2.2" } }), "Write ^1.2.3"],
  ["a peer's exact version", versions({ peerDependencies: { [NAME]: "1.2.3" } }), "in peerDependencies"],
  [
    "an entry for another version",
    changelog("## 1.2.2\n\n- Old.\n"),
    'newest entry of CHANGELOG.md is "1.2.2"',
  ],
  ["no entry", changelog("All changes.\n"), "newest entry"],
  ["an entry without a line", changelog("## Unreleased\n\n## 1.2.2\n\n- Old.\n"), "lists nothing"],
  ["Unreleased in a release", changelog("## Unreleased\n\n- New.\n", true), 'Write a heading "## 1.2.3"'],
  ["no provenance", publishProblems({ ...manifest, publishConfig: { access: "public" } }), "provenance"],
  [
    "restricted access",
    publishProblems({ ...manifest, publishConfig: { provenance: true } }),
    '"access": "public"',
  ],
  ["a repository by its short name", repository({ url: "github:product-auth/product-auth" }), "git+https://"],
  [
    "a repository on another host",
    repository({ url: "git+https://git.example/a/b.git" }),
    "git+https://github.com",
  ],
  ["a directory of another package", repository({ directory: "packages/koa" }), 'Write "packages/core"'],
  ["two repositories", repository({}, { url: "git+https://github.com/other/fork.git" }), "2 repositories"],
  ["no repository", originGaps([{ folder: "packages/koa", manifest: adapter }], workflow), 'no "repository"'],
  ["no job", originGaps([], undefined), "There is no .github/workflows/release.yml"],
  ["a job without an OIDC token", workflowProblems(workflow.replace("id-token: write", "")), "id-token"],
  ["a job without a build", workflowProblems(workflow.replace("npm run build", "")), "npm run build"],
  ["a job with an npm token", workflowProblems(`${workflow} NODE_AUTH_TOKEN`), "trusted publisher"],
  ["a test", contents("dist/index.test.js"), "a test"],
  ["a test in a folder", contents("test/index.js"), "a test"],
  ["a compiler's note", contents("dist/.tsbuildinfo"), "a compiler's note"],
  ["a dotfile", contents(".env"), "a dotfile"],
  ["output without a source", contents("dist/gone.js"), "whose source is gone"],
  ["no README", contentProblems({ name: NAME, files: files.slice(2), manifest }), "lack README.md"],
  ["a path of this machine", inside("dist/index.js", `import "${root}/x.js";`), "a path of a machine"],
  ["a path of a user", inside("README.md", `open /home/${"anna"}/work/file`), "a path of a machine"],
  ["a path on Windows", inside("README.md", `C:\\${"Users"}\\anna`), "a path of a machine"],
  [
    "a private key",
    inside("src/index.ts", `-----BEGIN ${"EC"} PRIVATE KEY-----\n${letters(64)}`),
    "a private key",
  ],
  ["an npm token", inside("README.md", `npm_${letters(36)}`), "an npm token"],
  ["a GitHub token", inside("README.md", `ghp_${letters(36)}`), "a GitHub token"],
  ["a client secret", inside("src/index.ts", `"abc8Q~${letters(34)}"`), "a client secret of Entra ID"],
  ["a storage key", inside("README.md", `AccountKey=${letters(86)}==`), "a key of an Azure account"],
  ["a key of AWS", inside("README.md", `AKIA${"A1".repeat(8)}`), "a key of AWS"],
  ["a token", inside("README.md", `eyJ${letters(20)}.eyJ${letters(20)}.${letters(43)}`), "a token"],
  ["a map that points outside", maps({ sources: ["../../core/src/index.ts"] }), "not packed"],
  ["a map with a root", maps({ sourceRoot: "/elsewhere", sources: ["index.ts"] }), "not packed"],
  ["another licence", licences({ texts: new Map([["LICENSE", "All rights reserved"]]) }), "another LICENSE"],
  ["no licence", licences({ texts: new Map() }), "another LICENSE"],
  ["a licence in the manifest", licences({ manifest: { license: "ISC" } }), 'Write "MIT"'],
  ["a bundled package", licences({ bundled: ["left-pad"] }), "left-pad bundled"],
  ["an unknown bundle", licences({ bundled: undefined }), "without a list"],
  ["a bundle of a scoped package", bundled("../../node_modules/@a/b/index.js"), "@a/b"],
  ["a bundle of a nested package", bundled("node_modules/a/node_modules/c/index.js"), "c"],
  ["a dependency under GPL", installed({ license: "GPL-3.0" }), "its licence is GPL-3.0"],
  ["a dependency with no licence", installed({}), "its licence is not stated"],
  ["a dependency under two licences", installed({ license: "(MIT AND GPL-3.0)" }), "GPL-3.0"],
  ["a dependency of a dependency", installed({ license: "MIT", dependencies: { below: "1" } }), "below"],
];

const keeps = [
  ["versions", versions({})],
  ["Unreleased in a rehearsal", changelog("## Unreleased\n\n- New.\n")],
  ["an entry with a date", changelog("## 1.2.3 (2026-12-01)\n\n- New.\n\n## 1.2.2\n", true)],
  ["a manifest", publishProblems(manifest)],
  ["a repository", repository({})],
  [
    "a job",
    [...workflowProblems(workflow), ...originGaps([{ folder: "packages/core", manifest }], workflow)],
  ],
  ["files", contentProblems({ name: NAME, files, manifest })],
  [
    "words like those of a key",
    inside("README.md", "-----BEGIN PRIVATE KEY-----\n…\n npm_config_registry eyJ…"),
  ],
  ["an address with home in it", inside("README.md", "https://example.com/home/page/1")],
  ["a map", maps({})],
  ["a map of what has no source", maps({ sources: ["../src/index.ts", null] })],
  ["a map with its sources", maps({ sources: ["../../elsewhere.ts"], sourcesContent: ["export {};"] })],
  ["licences", licences({})],
  [
    "a bundled package with a notice",
    licences({
      bundled: ["left-pad"],
      texts: new Map([
        ["LICENSE", LICENCE],
        ["THIRD-PARTY-NOTICES.md", "# Notices\n\n## left-pad\n\nMIT"],
      ]),
    }),
  ],
  ["a bundle of our files", bundled("build/index.js")],
  ["a dependency under a choice", installed({ license: "(BSD-3-Clause OR GPL-2.0)" })],
  ["a tool under GPL", installed({ license: "MIT", devDependencies: { below: "1" } })],
];

/** What is not found, or found wrongly, a sentence each. */
export function plantedReleaseProblems() {
  return [
    ...breaks
      .filter(([, problems, piece]) => !problems.some((problem) => problem.includes(piece)))
      .map(([what, problems]) => `not found: ${what}; found: ${JSON.stringify(problems)}`),
    ...keeps.flatMap(([what, problems]) => problems.map((problem) => `${problem} found wrongly: ${what}`)),
  ];
}

function versions(change) {
  return versionProblems("1.2.3", [manifest, { ...adapter, ...change }]);
}

function changelog(text, isFinal = false) {
  return changelogProblems("1.2.3", `# Changelog\n\n${text}`, { isFinal });
}

function repository(change, other = {}) {
  const named = (more) => ({ ...manifest, repository: { ...manifest.repository, ...more } });
  return repositoryProblems([
    { folder: "packages/core", manifest: named(change) },
    { folder: "packages/core", manifest: named(other) },
  ]);
}

function contents(file) {
  return contentProblems({ name: NAME, files: [...files, file], manifest });
}

function inside(path, text) {
  return privateProblems(NAME, new Map([[path, text]]));
}

function maps(change) {
  const text = JSON.stringify({ ...map, ...change });
  return privateProblems(
    NAME,
    new Map([
      ["dist/index.js.map", text],
      ["src/index.ts", ""],
    ]),
  );
}

function licences(change) {
  const texts = new Map([["LICENSE", LICENCE]]);
  return packedLicenceProblems({ name: NAME, manifest, texts, licence: LICENCE, bundled: [], ...change });
}

function bundled(path) {
  return packagesIn([{ inputs: { [path]: {} } }]);
}

function installed(entry) {
  const packages = {
    "packages/core": { dependencies: { direct: "1" } },
    "node_modules/direct": { version: "1.0.0", ...entry },
    "node_modules/below": { version: "1.0.0", license: "GPL-2.0" },
  };
  return dependencyLicenceProblems({ packages }, ["packages/core"]);
}
