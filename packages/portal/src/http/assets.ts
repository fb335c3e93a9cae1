import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { DEFAULT_ACCENT } from "../publishing/edition-of.js";
import type { Edition, Logo } from "../publishing/edition.js";

/** A file that pages load. */
export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  /** Undefined where it is not smaller. */
  readonly brotli?: Buffer;
  /** Content security policy, in place of that of pages. */
  readonly policy?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
};

// A logo that is opened by itself is a document of this origin: it runs nothing, and loads nothing.
const LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Editions whose files are kept: pages that a browser has open load them. */
const MOST_EDITIONS = 4;

/** The files that pages load, with a digest of the content in the name, so that browsers may keep them forever. */
export class Assets {
  readonly #edition: Pick<Edition, "accent" | "logo">;
  readonly #plain = new Map<string, string>();
  /** The text of the files that have the accent. */
  readonly #colored = new Map<string, string>();
  /** By accent, the file names. */
  readonly #byAccent = new Map<string, ReadonlyMap<string, string>>();
  readonly #byLogo = new Map<string, string>();
  readonly #files = new Map<string, Asset>();

  /** `edition`: the one in force, read each time. Its accent is put into the style. */
  constructor(names: readonly string[], edition: Pick<Edition, "accent" | "logo">) {
    this.#edition = edition;
    for (const name of names) {
      const text = readFileSync(new URL(`../client/${name}`, import.meta.url), "utf8");
      if (name.endsWith(".css") || name.endsWith(".svg")) this.#colored.set(name, text);
      else this.#plain.set(name, this.#add(name, Buffer.from(text)));
    }
  }

  /** The file name of an asset, in the accent in force. */
  fileOf(name: string): string {
    const file = this.#plain.get(name) ?? this.#inAccent(this.#edition.accent).get(name);
    if (file === undefined) throw new Error(`There is no asset ${name}`);
    return file;
  }

  /** The file name of the logo in force; undefined without one. */
  logoFile(): string | undefined {
    const { logo } = this.#edition;
    return logo && (this.#byLogo.get(logo.digest) ?? this.#addLogo(logo));
  }

  find(file: string): Asset | undefined {
    const found = this.#files.get(file);
    if (found !== undefined) return found;
    // Another instance has served the page: this one may not have made the files of the edition yet.
    this.#inAccent(this.#edition.accent);
    this.logoFile();
    return this.#files.get(file);
  }

  #inAccent(accent: string): ReadonlyMap<string, string> {
    const known = this.#byAccent.get(accent);
    if (known !== undefined) return known;
    const files = new Map(
      [...this.#colored].map(([name, text]) => [
        name,
        this.#add(name, Buffer.from(text.replaceAll(DEFAULT_ACCENT, accent))),
      ]),
    );
    this.#byAccent.set(accent, files);
    for (const [old, names] of forgotten(this.#byAccent, MOST_EDITIONS)) {
      this.#byAccent.delete(old);
      for (const file of names.values()) this.#files.delete(file);
    }
    return files;
  }

  #addLogo(logo: Logo): string {
    const file = this.#add(`logo.${logo.type}`, logo.bytes, LOGO_POLICY);
    this.#byLogo.set(logo.digest, file);
    for (const [old, name] of forgotten(this.#byLogo, MOST_EDITIONS)) {
      this.#byLogo.delete(old);
      this.#files.delete(name);
    }
    return file;
  }

  #add(name: string, bytes: Buffer, policy?: string): string {
    const digest = createHash("sha256")
      .update(bytes)
      .digest("base64url")
      .slice(0, 12)
      .replaceAll(/[-_]/g, "x");
    const [stem = "", ending = ""] = name.split(".");
    const file = `${stem}-${digest}.${ending}`;
    const brotli = ending === "png" ? {} : { brotli: brotliCompressSync(bytes) };
    this.#files.set(file, {
      type: TYPES[ending] ?? "",
      bytes,
      ...brotli,
      ...(policy !== undefined && { policy }),
    });
    return file;
  }
}

/** The oldest entries beyond a number. */
const forgotten = <K, V>(map: ReadonlyMap<K, V>, most: number): readonly [K, V][] =>
  [...map].slice(0, Math.max(0, map.size - most));
