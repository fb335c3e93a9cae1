import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

/** A file that pages load. */
export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly brotli: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** The files that pages load, with a digest of the content in the name, so that browsers may keep them forever. */
export class Assets {
  readonly #byName = new Map<string, string>();
  readonly #files = new Map<string, Asset>();

  /** `accent`: color of links and buttons, put into the style. */
  constructor(names: readonly string[], accent: string) {
    for (const name of names) {
      const text = readFileSync(new URL(`../client/${name}`, import.meta.url), "utf8");
      const bytes = Buffer.from(
        name.endsWith(".css") || name.endsWith(".svg") ? text.replaceAll("#0b5cad", accent) : text,
      );
      const digest = createHash("sha256")
        .update(bytes)
        .digest("base64url")
        .slice(0, 12)
        .replaceAll(/[-_]/g, "x");
      const [stem = "", ending = ""] = name.split(".");
      const file = `${stem}-${digest}.${ending}`;
      this.#byName.set(name, file);
      this.#files.set(file, { type: TYPES[ending] ?? "", bytes, brotli: brotliCompressSync(bytes) });
    }
  }

  /** The file name of an asset. */
  fileOf(name: string): string {
    const file = this.#byName.get(name);
    if (file === undefined) throw new Error(`There is no asset ${name}`);
    return file;
  }

  find(file: string): Asset | undefined {
    return this.#files.get(file);
  }
}
