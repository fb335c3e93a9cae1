import type { Problem } from "@product-auth/core";
import { problemsOfCatalogFile } from "@product-auth/core/catalog";
import type { Configuration } from "../configuration/configuration.js";
import type { JsonObject } from "../json/json-value.js";
import type { Held } from "./points.js";
import { variablesIn } from "./variables-in.js";

/** Stands for each variable: a number where one is needed, and a text of no form elsewhere. */
const ANY = "1000";

/**
 * What of a catalog would not start: these APIs and products, or everything. Texts with variables are not judged, as
 * their values are not known.
 */
export function unsoundOf(
  catalog: JsonObject,
  configuration: Configuration,
  names: ReadonlyMap<string, string>,
): readonly Held[] {
  return problemsBesideVariables(catalog).map(({ path, message }) => ({
    scope: scopeOf(path, configuration, names),
    reason: `${path} ${message}`,
  }));
}

/** Problems of a parsed catalog whose variables have no values yet. */
export function problemsBesideVariables(catalog: unknown): readonly Problem[] {
  const text = JSON.stringify(catalog) as string | undefined;
  const env = Object.fromEntries(variablesIn([text ?? ""]).map((name) => [name, ANY]));
  return problemsOfCatalogFile(catalog, { env }).filter(
    ({ path }) => !textAt(catalog, path)?.includes("${env:"),
  );
}

function scopeOf(
  path: string,
  { apis, products }: Configuration,
  names: ReadonlyMap<string, string>,
): string {
  const api = longest(
    apis.map(({ name }) => name),
    (name) => isEntry(path, "apis", names.get(name)!),
  );
  if (api !== undefined) return `api:${api}`;
  const product = longest(
    products.map(({ name }) => name),
    (name) => isEntry(path, "products", name),
  );
  return product === undefined ? "global" : `product:${product}`;
}

// Problems write a name of digits as an index.
const isEntry = (path: string, list: string, name: string): boolean =>
  isWithin(path, `${list}.${name}`) || isWithin(path, `${list}[${name}]`);

const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

// Names may contain dots, so that one begins with another.
const longest = (names: readonly string[], isMeant: (name: string) => boolean): string | undefined =>
  names.filter(isMeant).sort((one, other) => other.length - one.length)[0];

/** The text at a path of a problem; undefined when there is none. */
function textAt(value: unknown, path: string): string | undefined {
  if (typeof value === "string") return path === "" ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const rest = path.replace(/^\./, "");
  for (const [name, member] of Object.entries(value)) {
    for (const step of [name, `[${name}]`]) {
      const found = isWithin(rest, step) ? textAt(member, rest.slice(step.length)) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
