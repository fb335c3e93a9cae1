import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { brotliCompressSync, constants } from "node:zlib";
import type { Column, Row, Table } from "../report/table.js";
import { pagesOf } from "./pages.js";
import { startDemo } from "./start-demo.js";
import { pickAt, Visitor } from "./visitor.js";

const PAGE = 14_000;
const FIRST_VISIT = 30_000;
const FILES: Readonly<Record<string, number>> = {
  "page.js": 2_000,
  "console.js": 12_000,
  "style.css": 8_000,
};

const PAGE_COLUMNS: readonly Column[] = [
  { title: "page", unit: "bytes" },
  { title: "first visit", unit: "bytes" },
  { title: "requests", unit: "count" },
];
const FILE_COLUMNS: readonly Column[] = [{ title: "size", unit: "bytes" }];

/** What the pages of the running demo weigh, and the files that they load. */
export async function weights(): Promise<readonly Table[]> {
  const demo = await startDemo();
  try {
    const [admin, user] = [new Visitor(demo.url), new Visitor(demo.url)];
    await admin.signIn(pickAt("portal.admin"));
    await user.signIn(pickAt("adele"));
    const pages = await pagesOf(admin, user);
    const files = new Map<string, number>();
    const rows: Row[] = [];
    for (const { route, path } of pages) {
      const { headers, url } = admin.request(path);
      const { type, body } = await transferred(url, headers.get("cookie") ?? "");
      if (!type.startsWith("text/html")) continue;
      const page = compressed(body);
      const loaded = [...body.toString().matchAll(/(?:href|src)="([^"]*\/_\/[^"]+)"/g)];
      let visit = page;
      for (const [, address = ""] of loaded) {
        const file = new URL(address, url).href;
        const size = files.get(file) ?? (await transferred(file)).body.length;
        files.set(file, size);
        visit += size;
      }
      const cells = [
        { value: page, target: { atMost: PAGE } },
        { value: visit, target: { atMost: FIRST_VISIT } },
        { value: loaded.length + 1 },
      ];
      rows.push({ name: route, kind: "ours", cells });
    }
    return [pageTable(rows), fileTable(files)];
  } finally {
    await demo.stop();
  }
}

/** The bytes of a body as they come over the connection. */
async function transferred(url: string, cookie = ""): Promise<{ type: string; body: Buffer }> {
  const request = get(url, { headers: { "accept-encoding": "br", cookie } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { type: response.headers["content-type"] ?? "", body: Buffer.concat(chunks) };
}

/** The portal leaves the compression of pages to the application: quality 4 is what `compression` and most proxies use. */
const compressed = (body: Buffer): number =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length;

function pageTable(rows: readonly Row[]): Table {
  return {
    name: "portal-pages",
    title: "Weight of the portal's pages",
    about:
      "Bytes with brotli of each page of the demo, for an administrator with subscriptions, and of the page with all files that it loads: the first visit. Pages are compressed with quality 4, because applications compress them while they answer. Browsers cache the files for a year.",
    of: "page",
    columns: PAGE_COLUMNS,
    rows,
  };
}

function fileTable(files: ReadonlyMap<string, number>): Table {
  const nameOf = (url: string) => (/([^/]+)-[^-]+(\.\w+)$/.exec(url) ?? []).slice(1).join("");
  return {
    name: "portal-files",
    title: "Weight of the portal's files",
    about: "Bytes with brotli of the files that pages load, as they are sent.",
    of: "file",
    columns: FILE_COLUMNS,
    rows: [...files].map(([url, value]) => {
      const atMost = FILES[nameOf(url)];
      return {
        name: nameOf(url),
        kind: "ours",
        cells: [{ value, ...(atMost !== undefined && { target: { atMost } }) }],
      };
    }),
  };
}
