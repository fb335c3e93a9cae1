// What the site shows: which files of the repository are its pages, and the address of each.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { filesUnder, foldersIn, root } from "../.ci/files.mjs";
import { linksOf, readMarkdown } from "../.ci/markdown.mjs";
import { doors } from "./doors.mjs";

/** The contents: shelves of pages. */
export const contents = "docs/README.md";

/** Pages that stand in the repository. */
export const written = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...filesUnder("docs").filter((path) => path.endsWith(".md")),
  ...[...foldersIn("packages"), ...foldersIn("examples")]
    .map((folder) => `${folder}/README.md`)
    .filter((path) => existsSync(join(root, path))),
];

const linked = [...new Set(written.flatMap(filesLinkedFrom))];
const picture = /\.(svg|png)$/;
/** Pictures in pages. */
export const pictures = linked.filter((path) => picture.test(path));
/** Other files to which pages link: the site shows each as a page of code. */
export const sources = linked.filter((path) => !picture.test(path));

/** From the path of each page, relative to the repository or to what the build makes, to its address on the site, with `.md`. */
export const addresses = new Map([
  ...written.map((path) => [path, addressOf(path)]),
  ["api/README.md", "api/index.md"],
  ...doors.map(({ name, page }) => [`api/${name}.md`, `api/${page}.md`]),
  ...sources.map((path) => [sourcePage(path), `source/${path}.md`]),
]);

/** Where the build writes the page of a source file. */
export function sourcePage(path) {
  return `source/${path.replaceAll(/(^|\/)\./g, "$1")}.md`; // VitePress reads no hidden files
}

/** The page that a link in the page `from` leads to, or undefined when the site has no such page. */
export function pageAt(target, from) {
  const path = targetPath(target, from);
  return [path, `${path}/README.md`, sourcePage(path)].find((each) => addresses.has(each));
}

/** The first heading of a page. */
export function titleOf(path) {
  return /^# (.*)$/m.exec(readFileSync(join(root, path), "utf8"))?.[1].replaceAll("`", "") ?? path;
}

function addressOf(path) {
  if (path === "README.md") return "index.md";
  if (path === contents) return "documentation.md";
  return path
    .replace(/^docs\//, "")
    .replace(/\/README\.md$/, ".md")
    .replace(/^[A-Z]+\.md$/, (name) => name.toLowerCase());
}

function targetPath(target, from) {
  const path = decodeURI(target.replace(/[?#].*$/, ""));
  return posix.join(dirname(from), path).replace(/\/$/, "");
}

function filesLinkedFrom(page) {
  return linksOf(readMarkdown(readFileSync(join(root, page), "utf8")))
    .filter(({ target }) => isRelative(target))
    .map(({ target }) => targetPath(target, page))
    .filter((path) => !path.endsWith(".md") && isFile(path));
}

function isFile(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** True for a link to a file of the repository; false for another site and for a place on the same page. */
export function isRelative(target) {
  return !/^([a-z][a-z0-9+.-]*:|\/\/|#|$)/i.test(target);
}
