import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const DOCS = new URL("../../../docs/", import.meta.url);

/** The page with what the figures say. */
export const GAINS_PAGE: URL = new URL("performance.md", DOCS);

/** The page with the figures. */
export const TABLES_PAGE: URL = new URL("performance/tables.md", DOCS);

/** The folder of the charts. */
export const CHARTS: URL = new URL("performance/", DOCS);

/** The text of a page. */
export const readPage = (page: URL): string => readFileSync(page, "utf8");

/** What stands at a place of a page: between `<!-- bench: place -->` and `<!-- /bench: place -->`. */
export function readPlace(page: URL, place: string): string {
  const text = readPage(page);
  const { start, end } = find(text, place, page);
  return text.slice(start, end).trim();
}

/** Writes into a place of a page. */
export async function writePlace(page: URL, place: string, text: string): Promise<void> {
  const whole = readPage(page);
  const { start, end } = find(whole, place, page);
  const written = `${whole.slice(0, start)}\n\n${text}\n\n${whole.slice(end)}`;
  writeFileSync(page, await pretty(written, page));
}

/** A text as it looks on a page. */
export async function pretty(text: string, page: URL): Promise<string> {
  return format(text, { ...(await resolveConfig(fileURLToPath(page))), parser: "markdown" });
}

function find(page: string, place: string, url: URL): { readonly start: number; readonly end: number } {
  const [from, to] = [`<!-- bench: ${place} -->`, `<!-- /bench: ${place} -->`];
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start === -1 || end < start) throw new Error(`${fileURLToPath(url)} has no place "${from}" … "${to}"`);
  return { start: start + from.length, end };
}
