// What is checked of each packed package, for `check-pack.mjs` and the rehearsal of a release.
import { insideProblems } from "./release/inside-problems.mjs";
import { runBeside } from "./run-command.mjs";
import { refuse } from "./side-by-side.mjs";
import { contentProblems, publishProblems } from "./tarballs.mjs";

/** The checks of one tarball of `packAll`, each `[what, check]`. */
export function checksOf(tarball) {
  return [
    [`${tarball.name} ${tarball.version}: contents`, () => refuse(contentProblems(tarball))],
    [`${tarball.name}: no secret, no path of a machine, licences`, () => refuse(insideProblems(tarball))],
    [`${tarball.name}: published with provenance`, () => refuse(publishProblems(tarball.manifest))],
    [`${tarball.name}: publint`, () => runBeside(`publint run "${tarball.path}" --strict`)],
    [`${tarball.name}: attw`, () => runBeside(`attw "${tarball.path}" --profile esm-only --format ascii`)],
  ];
}
