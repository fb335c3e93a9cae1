// Checks the built site as a browser without script gets it: every page is there with the navigation and its code, every
// link leads to a page and to a place on it, and nothing is loaded from another host.
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesUnder, root } from "../.ci/files.mjs";
import { readMarkdown } from "../.ci/markdown.mjs";
import { addresses, contents, written } from "./pages.mjs";
import { output } from "./places.mjs";
import { linkTo, shelves } from "./shelves.mjs";

const base = process.env.SITE_BASE ?? "/";
const problems = [];
const files = filesUnder(".", output).map((path) => path.slice(2));
const texts = new Map(files.filter((path) => path.endsWith(".html")).map((path) => [path, read(path)]));
const anchors = new Map([...texts].map(([path, text]) => [path, idsIn(text)]));
let links = 0;

for (const address of addresses.values())
  if (!texts.has(htmlOf(address))) problems.push(`${address}: was not built`);
for (const [path, text] of texts) {
  checkLinks(path, text);
  for (const address of foreign(text)) problems.push(`${path}: loads ${address}`);
}
for (const path of files.filter((each) => each.endsWith(".css")))
  for (const [, address] of read(path).matchAll(/(?:url\(\s*|@import\s+)["']?((?:https?:)?\/\/[^)"']*)/g))
    problems.push(`${path}: loads ${address}`);
for (const path of written) checkText(path);
const shelved = new Set(shelves().flatMap(({ items }) => items.map(({ link }) => link)));
for (const path of written)
  if (/^docs\/[^/]+\.md$/.test(path) && path !== contents && !shelved.has(linkTo(path)))
    problems.push(`${path}: is on no shelf of ${contents}`);

for (const problem of problems) console.error(problem);
console.log(`site: ${texts.size} pages, ${links} links, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Each link of a page to this site. */
function checkLinks(path, text) {
  for (const [, address] of text.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)) {
    if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) continue;
    links++;
    const [place, anchor] = decodeURI(address.replaceAll("&amp;", "&")).split("#");
    const target = place === "" ? path : fileAt(place, path);
    if (!existsSync(join(output, target))) problems.push(`${path}: dead link ${address}`);
    else if (anchor && !anchors.get(target)?.has(anchor)) problems.push(`${path}: no place ${address}`);
  }
}

function fileAt(place, from) {
  const path = place.startsWith(base) ? place.slice(base.length) : posix.join(posix.dirname(from), place);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

/** What the page loads from other hosts; a link to another site is loaded only when a reader follows it. */
function foreign(text) {
  return [
    ...text.matchAll(
      /<(?:link|script|img|iframe|source|video)\b[^>]*\s(?:href|src)="((?:https?:)?\/\/[^"]*)"/g,
    ),
  ].map(([, address]) => address);
}

/** Navigation and code are in the HTML itself. */
function checkText(path) {
  const text = texts.get(htmlOf(addresses.get(path))) ?? "";
  const sidebar = /<aside class="VPSidebar".*?<\/aside>/s.exec(text)?.[0] ?? "";
  for (const { items } of shelves())
    for (const { link } of items)
      if (!sidebar.includes(`href="${base}${link.slice(1)}.html"`))
        problems.push(`${path}: the navigation lacks ${link}`);
  const { blocks } = readMarkdown(readFileSync(join(root, path), "utf8"));
  const shown = text.match(/<pre class="shiki/g)?.length ?? 0;
  if (shown < blocks.length)
    problems.push(`${path}: ${blocks.length} blocks of code, the site shows ${shown}`);
}

function idsIn(text) {
  return new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id.replaceAll("&amp;", "&")));
}

function htmlOf(address) {
  return address.replace(/\.md$/, ".html");
}

function read(path) {
  return readFileSync(join(output, path), "utf8");
}
