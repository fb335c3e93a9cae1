// What a search engine or a chat shows of a page: the sentences with which the page begins.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "./places.mjs";

const LONGEST = 200;

/** The first sentences of the page at `path`, without markup; undefined for a page that begins otherwise. */
export function descriptionOf(path) {
  const blocks = readFileSync(join(pages, path), "utf8").split(/\n\s*\n/);
  const first = blocks.find((block) => !/^(---\n|# |<a |<!--)/.test(block));
  if (first === undefined || !/^[\p{L}`*_[]/u.test(first)) return undefined;
  return sentences(plain(first));
}

function plain(markdown) {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]|(?<!\w)_|_(?!\w)/g, "")
    .replace(/\s+/g, " ")
    .replace(/ Guide$/, "")
    .trim();
}

/** As many whole sentences as fit; a part of the first one when it is longer. */
function sentences(text) {
  if (text.length <= LONGEST) return text.replace(/[:;,]$/, ".");
  const part = text.slice(0, LONGEST);
  const end = part.search(/[.!?] [^.!?]*$/);
  return end > 0 ? part.slice(0, end + 1) : `${part.slice(0, part.lastIndexOf(" "))} …`;
}
