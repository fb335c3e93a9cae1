// What VitePress reads: copies of the repository's pages and pictures at the same paths, and pages made from its code.
import { cpSync, mkdirSync, readFileSync, watchFile, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { root } from "../.ci/files.mjs";
import { pictures, sourcePage, sources, written } from "./pages.mjs";
import { pages } from "./places.mjs";

export function writePages() {
  for (const path of [...written, ...pictures]) cpSync(join(root, path), join(pages, path));
  for (const path of sources) write(sourcePage(path), sourceText(path));
}

/** Copies each page again when it changes, also when an editor replaces the file. */
export function followPages() {
  for (const path of written)
    watchFile(join(root, path), { interval: 300 }, () => cpSync(join(root, path), join(pages, path)));
}

function write(path, text) {
  mkdirSync(dirname(join(pages, path)), { recursive: true });
  writeFileSync(join(pages, path), text);
}

function sourceText(path) {
  const code = readFileSync(join(root, path), "utf8").trimEnd();
  const fence = "`".repeat(4);
  return `---\nsearch: false\n---\n\n# ${path}\n\n${fence}${extname(path).slice(1)}\n${code}\n${fence}\n`;
}
