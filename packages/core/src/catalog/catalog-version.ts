import { createHash } from "node:crypto";
import type { CatalogOptions, CheckHeaderOptions } from "../options/options.js";

/** Length of a version in hexadecimal digits: 48 bits tell the versions of one catalog apart. */
const DIGITS = 12;

/**
 * Computes the version of a catalog: a digest over its products, APIs and policies, the same in every process that has the
 * same catalog, whether it came from code or a file. The order of members does not matter. Texts for the portal, secrets
 * and the bodies of functions are not part of it.
 */
export function catalogVersion(catalog: CatalogOptions<string, string>): string {
  return digestOf(textsOf(catalog));
}

/** The same, with pauses between the APIs of a large catalog. `rest`: awaited when it returns a promise. */
export async function catalogVersionInSteps(
  catalog: CatalogOptions<string, string>,
  rest: () => Promise<void> | undefined,
): Promise<string> {
  const texts: string[] = [];
  for (const text of textsOf(catalog)) {
    texts.push(text);
    const pause = rest();
    if (pause !== undefined) await pause;
  }
  return digestOf(texts);
}

function digestOf(texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text);
  return hash.digest("hex").slice(0, DIGITS);
}

// One text for each product, API and operation. JSON has no line feed outside of strings, and escapes those inside.
function* textsOf({ products, apis = {}, policies = {} }: CatalogOptions<string, string>): Generator<string> {
  yield line(["policies"], policies);
  for (const [name, product] of sorted(products)) {
    const { displayName: _1, description: _2, terms: _3, ...rest } = product;
    yield line(["product", name], rest);
  }
  for (const [api, { displayName: _1, description: _2, openapi: _3, operations = {}, ...rest }] of sorted(
    apis,
  )) {
    yield line(["api", api], rest);
    for (const [name, { displayName: _4, description: _5, ...operation }] of sorted(operations))
      yield line(["operation", api, name], operation);
  }
}

const line = (place: readonly string[], value: object): string =>
  `${JSON.stringify(place)} ${JSON.stringify(value, settled)}\n`;

const sorted = <T>(entries: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));

/**
 * For `JSON.stringify`: members in the order of their names; of keys given in code and of the values of a demanded header
 * field, which may be secrets, only the number. A version is written to logs, and a digest over a secret with few possible
 * values would let a reader of the log guess it.
 */
function settled(name: string, value: unknown): unknown {
  if (typeof value === "function") return "function";
  if (typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value)) return Object.fromEntries(sorted(value as Readonly<Record<string, unknown>>));
  if (name === "signingKeys" || name === "decryptionKeys") return value.length;
  if (name !== "checkHeader") return value;
  return (value as readonly CheckHeaderOptions[]).map(({ values = [], ...check }) => ({
    ...check,
    values: values.length,
  }));
}
