// The navigation: the shelves of docs/README.md, and the doors of the API reference.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../.ci/files.mjs";
import { doors } from "./doors.mjs";
import { addresses, contents, pageAt, titleOf } from "./pages.mjs";

/** Each `## heading` of the contents with the pages that its list links to, each page once. */
export function shelves() {
  const seen = new Set();
  const [, ...parts] = readFileSync(join(root, contents), "utf8").split(/^## /m);
  return parts.map((part) => {
    const items = [...part.matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)].flatMap(([, text, target]) => {
      const page = pageAt(target, contents);
      if (page === undefined || page === contents || seen.has(page)) return [];
      seen.add(page);
      return [{ text: nameOf(text, page), link: linkTo(page) }];
    });
    return { text: part.slice(0, part.indexOf("\n")).trim(), items };
  });
}

/** The navigation of the reference: its doors, named without the scope that all of them share. */
export function apiShelves() {
  const items = doors.map(({ name, page }) => ({
    text: name.replace("@product-auth/", ""),
    link: `/api/${page}`,
  }));
  return [{ text: "@product-auth", link: "/api/", items }];
}

/** The address of a page as VitePress writes links: without `.md`. */
export function linkTo(page) {
  return `/${addresses.get(page).replace(/(index)?\.md$/, "")}`;
}

/** A link inside a sentence, such as "in PostgreSQL", is no name of a page: its title is. */
function nameOf(text, page) {
  return /^[a-z]/.test(text) ? titleOf(page) : text.replaceAll("`", "");
}
