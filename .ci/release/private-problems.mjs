// What is in a tarball and should have stayed at home: paths of a machine, secrets, source maps whose sources are not
// packed. `contentProblems` looks at the names of files; this looks inside.
import { homedir } from "node:os";
import { posix } from "node:path";
import { root } from "../files.mjs";

/** Folders of this machine and of usual ones. A home that is the root folder, or /root, is a word in many texts. */
const MACHINE = [
  root,
  ...(homedir().split("/").length > 2 ? [homedir()] : []),
  /(?<![\w.])\/(?:home|Users)\/[a-z][\w.-]+\//,
  /\b[A-Z]:\\+Users\\/,
];

/** Forms that providers give their secrets so that they are found. */
const SECRETS = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/]{40}/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})/],
  ["a client secret of Entra ID", /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}/],
  ["a key of an Azure account", /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{42,}={0,2}/],
  ["a key of AWS", /\bAKIA[0-9A-Z]{16}\b/],
  ["a token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{40,}/],
];

/** `texts`: the text of each file of the tarball, by path. A sentence for each problem, with its fix. */
export function privateProblems(name, texts) {
  return [...texts].flatMap(([path, text]) => [
    ...machineProblems(name, path, text),
    ...SECRETS.filter(([, pattern]) => pattern.test(text)).map(
      ([what]) => `${name} would publish ${what} in ${path}. Remove it, and revoke it if it was ever valid.`,
    ),
    ...(path.endsWith(".map") ? sourceProblems(name, path, text, texts) : []),
  ]);
}

function machineProblems(name, path, text) {
  const found = MACHINE.some((each) => (typeof each === "string" ? text.includes(each) : each.test(text)));
  return found ? [`${name} would publish a path of a machine in ${path}. Write it relative.`] : [];
}

/** A debugger reads the sources that a map names: each is in the tarball, or in the map. */
function sourceProblems(name, path, text, texts) {
  const { sources = [], sourceRoot = "", sourcesContent = [] } = JSON.parse(text);
  return sources
    .filter((source, at) => source !== null && typeof sourcesContent[at] !== "string")
    .map((source) => posix.normalize(posix.join(posix.dirname(path), sourceRoot, source)))
    .filter((source) => !texts.has(source))
    .map(
      (source) =>
        `${name} would publish ${path}, whose source ${source} is not packed. Add it to "files", or do not pack the map.`,
    );
}
