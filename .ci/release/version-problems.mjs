// What must agree before a version is published: the packages, their ranges for each other, and the changelog.

const KINDS = ["dependencies", "peerDependencies", "devDependencies"];

/** `manifests`: those of all workspaces, which lerna keeps in step. `version`: that of lerna.json. A sentence for each problem, with its fix. */
export function versionProblems(version, manifests) {
  const ours = new Set(manifests.map(({ name }) => name));
  return manifests.flatMap((manifest) => [
    ...(manifest.version === version
      ? []
      : [
          `${manifest.name} has version ${manifest.version}, and lerna.json ${version}. Let npm run release:version write both.`,
        ]),
    ...KINDS.flatMap((kind) =>
      Object.entries(manifest[kind] ?? {})
        .filter(([name, range]) => ours.has(name) && range !== `^${version}`)
        .map(([name, range]) => `${manifest.name} names ${name} as ${range} in ${kind}. Write ^${version}.`),
    ),
  ]);
}

/** The heading of the changelog's newest entry must be the version, or "Unreleased" before the version is chosen. */
export function changelogProblems(version, changelog, { isFinal }) {
  const [, ...sections] = changelog.split(/^## /m);
  const headings = isFinal ? [version] : ["Unreleased", version];
  const [newest = ""] = sections;
  const heading = newest.split("\n", 1)[0].trim();
  if (!headings.some((each) => heading === each || heading.startsWith(`${each} `)))
    return [
      `The newest entry of CHANGELOG.md is "${heading}". Write a heading "## ${headings.join('" or "## ')}" above it.`,
    ];
  if (/^- /m.test(newest)) return [];
  return [
    `CHANGELOG.md lists nothing below "## ${heading}". Write a line for each change that a user notices.`,
  ];
}
