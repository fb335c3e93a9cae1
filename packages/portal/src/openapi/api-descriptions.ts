import { open } from "node:fs/promises";
import type { CatalogApi, SettledCatalog } from "@product-auth/core";
import type { JsonObject } from "@product-auth/openapi/document";
import { describeApi, type ApiDescription } from "./api-description.js";
import { DocumentError } from "./document-error.js";
import { checkDocument, LARGEST_FILE, parseDocument } from "./parse-document.js";

/** A document that pages do without. */
export interface DocumentProblem {
  /** Name of the API. */
  readonly api: string;
  /** What is wrong, and with which file. */
  readonly message: string;
}

/** What a source held: a document, or what is wrong with it. */
interface Loaded {
  readonly document: JsonObject | undefined;
  readonly message: string | undefined;
  /** Of a file: time and size when it was read. */
  readonly stamp: string;
}

type Report = (problem: DocumentProblem) => void;

/**
 * The descriptions of the APIs in the catalog. Files are read again when their time or size changes. A document that cannot be
 * used is reported once; its API is described by the catalog alone.
 */
export class ApiDescriptions {
  readonly #report: Report;
  /** By path. The paths come from the catalog, so their number is bounded; those of former catalogs are dropped. */
  readonly #files = new Map<string, Loaded>();
  readonly #reading = new Map<string, Promise<Loaded>>();
  readonly #objects = new WeakMap<object, Loaded>();
  readonly #described = new WeakMap<CatalogApi, { readonly of: Loaded; readonly result: Described }>();
  #lastYaml: Promise<unknown> = Promise.resolve();
  /** The last message about each API. */
  readonly #reported = new Map<string, string>();
  #catalog: SettledCatalog | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The description of an API of this catalog. Never rejects. */
  async of(api: CatalogApi, catalog: SettledCatalog): Promise<ApiDescription> {
    this.#forgetFormer(catalog);
    const loaded = await this.#load(api.openapi);
    const known = this.#described.get(api);
    if (known?.of === loaded) return known.result.description;
    const result = describe(api, loaded, catalog);
    this.#described.set(api, { of: loaded, result });
    this.#reportOnce(api.name, result.message);
    return result.description;
  }

  #load(source: CatalogApi["openapi"]): Promise<Loaded> | Loaded {
    if (source === undefined) return NOTHING;
    if (typeof source === "string") return this.#loadFile(source);
    const loaded = this.#objects.get(source) ?? loadObject(source);
    this.#objects.set(source, loaded);
    return loaded;
  }

  /** Requests that come while a file is read wait for the same reading. */
  #loadFile(path: string): Promise<Loaded> {
    const reading =
      this.#reading.get(path) ??
      loadFile(path, this.#files.get(path) ?? NOTHING, this.#parse).then((loaded) => {
        this.#files.set(path, loaded);
        this.#reading.delete(path);
        return loaded;
      });
    this.#reading.set(path, reading);
    return reading;
  }

  /** One YAML file at a time: each takes a thread and memory. */
  readonly #parse = (text: string, format: "json" | "yaml"): Promise<JsonObject> => {
    if (format === "json") return parseDocument(text, format);
    const parsed = this.#lastYaml.then(() => parseDocument(text, format));
    this.#lastYaml = parsed.catch(() => undefined);
    return parsed;
  };

  #reportOnce(api: string, message: string | undefined): void {
    if (message === this.#reported.get(api)) return;
    if (message === undefined) this.#reported.delete(api);
    else {
      this.#reported.set(api, message);
      this.#report({ api, message });
    }
  }

  #forgetFormer(catalog: SettledCatalog): void {
    if (catalog === this.#catalog) return;
    this.#catalog = catalog;
    const current = new Set([...catalog.apis.values()].map(({ openapi }) => openapi));
    for (const path of this.#files.keys()) if (!current.has(path)) this.#files.delete(path);
    for (const name of this.#reported.keys()) if (!catalog.apis.has(name)) this.#reported.delete(name);
  }
}

const NOTHING: Loaded = { document: undefined, message: undefined, stamp: "" };

interface Described {
  readonly description: ApiDescription;
  readonly message: string | undefined;
}

function describe(api: CatalogApi, { document, message }: Loaded, { apis }: SettledCatalog): Described {
  const description = describeApi(api, document, apis.values());
  if (!description.isUnrelated) return { description, message };
  return {
    description: describeApi(api, undefined),
    message: "The OpenAPI document describes no operation of this API",
  };
}

function loadObject(source: object): Loaded {
  try {
    return { document: checkDocument(source), message: undefined, stamp: "" };
  } catch (cause) {
    return problem("The OpenAPI document", "", cause);
  }
}

/** What the file holds; the same result as before when it has not changed. */
async function loadFile(path: string, before: Loaded, parse: typeof parseDocument): Promise<Loaded> {
  const name = `The OpenAPI document ${path}`;
  let stamp = "";
  try {
    const file = await open(path, "r");
    try {
      const { mtimeMs, size, ino } = await file.stat();
      stamp = `${mtimeMs} ${size} ${ino}`;
      if (stamp === before.stamp) return before;
      if (size > LARGEST_FILE) throw new DocumentError("has more than 4 MiB");
      const text = (await file.readFile()).toString("utf8");
      const document = await parse(text, /\.json$/i.test(path) ? "json" : "yaml");
      return { document, message: undefined, stamp };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof DocumentError) return problem(name, stamp, cause);
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    const unreadable = `cannot be read: ${code}`;
    return unreadable === before.stamp ? before : problem(name, unreadable, new DocumentError(unreadable));
  }
}

function problem(name: string, stamp: string, cause: unknown): Loaded {
  const what = cause instanceof DocumentError ? cause.message : "cannot be used";
  return { document: undefined, message: `${name} ${what}`, stamp };
}
