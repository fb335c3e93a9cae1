// Links between pages: written for GitHub, relative to the file; on the site they lead to the page's address there.
import { relative } from "node:path";
import { addresses, isRelative, pageAt } from "./pages.mjs";
import { pages } from "./places.mjs";

/** A markdown-it plugin. A link to a file that the site does not show fails the build. */
export function links(md) {
  md.core.ruler.push("site-links", ({ tokens, env }) => {
    const from = relative(pages, env.realPath ?? env.path).replaceAll("\\", "/");
    for (const { children } of tokens)
      for (const token of children ?? []) if (token.type === "link_open") redirect(token, from);
  });
}

function redirect(token, from) {
  const target = token.attrGet("href");
  if (!isRelative(target)) return;
  const page = pageAt(target, from);
  if (page === undefined) throw new Error(`${from}: the site has no page for the link ${target}`);
  token.attrSet("href", `/${addresses.get(page)}${/#.*$/.exec(target)?.[0] ?? ""}`);
}
