// What npm demands of a package that is published with provenance
// (https://docs.npmjs.com/generating-provenance-statements): a public repository that the package names, and a job that may
// ask for an OIDC token.

/** Where the repository may be: provenance is built on GitHub Actions and GitLab CI/CD only. */
const HOST = /^git\+https:\/\/(?:github|gitlab)\.com\/[\w.-]+\/[\w./-]+\.git$/;

/** `packages`: `{ folder, manifest }` of each public package. A sentence for each problem, with its fix. */
export function repositoryProblems(packages) {
  const named = packages.filter(({ manifest }) => manifest.repository !== undefined);
  const problems = named.flatMap(({ folder, manifest: { name, repository } }) => [
    ...(repository.type === "git" && HOST.test(repository.url)
      ? []
      : [
          `${name} names the repository ${JSON.stringify(repository.url)}. Write "type": "git" and "url": "git+https://github.com/OWNER/NAME.git".`,
        ]),
    ...(repository.directory === folder
      ? []
      : [
          `${name} names the directory ${JSON.stringify(repository.directory)} of the repository. Write "${folder}".`,
        ]),
  ]);
  const urls = new Set(named.map(({ manifest }) => manifest.repository.url));
  return urls.size > 1 ? [...problems, `The packages name ${urls.size} repositories. Write one.`] : problems;
}

/** What is missing before the first release, and would fail it: no package names a repository yet, or no job publishes. */
export function originGaps(packages, workflow) {
  const without = packages.filter(({ manifest }) => manifest.repository === undefined);
  const gaps =
    without.length === 0
      ? []
      : [
          `${without.length} packages have no "repository". Add { "type": "git", "url": "git+https://github.com/OWNER/NAME.git", "directory": "packages/…" } to each.`,
        ];
  if (workflow === undefined)
    gaps.push("There is no .github/workflows/release.yml. Copy .ci/release/release.yml.");
  return gaps;
}

/** `workflow`: the text of the job that publishes, if there is one. */
export function workflowProblems(workflow) {
  if (workflow === undefined) return [];
  const lines = [
    [/^\s*id-token:\s*write\s*(?:#.*)?$/m, "id-token: write"],
    [/npm run release:publish/, "npm run release:publish"],
    [/npm ci\b/, "npm ci"],
    [/npm run build/, "npm run build"],
  ];
  const missing = lines.filter(([pattern]) => !pattern.test(workflow));
  const problems = missing.map(([, line]) => `.github/workflows/release.yml lacks "${line}".`);
  if (/NPM_TOKEN|NODE_AUTH_TOKEN/.test(workflow))
    problems.push(
      ".github/workflows/release.yml uses an npm token. Register the job as trusted publisher instead.",
    );
  return problems;
}
