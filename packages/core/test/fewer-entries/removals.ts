import type { Options } from "./options.js";

/** Options with one entry less, and what was taken out. */
export interface Removal {
  readonly entry: string;
  readonly options: Options;
}

type Json = { [name: string]: Json } | Json[] | string | number | boolean;

/** Entries of lists and names of objects at these places are what a catalog consists of. */
const ENTRIES = [
  /^products\.[^.]+$/,
  /^products\.[^.]+\.(clients|requiredClaims)\.\d+$/,
  /^products\.[^.]+\.requiredClaims\.\d+\.values\.\d+$/,
  /^products\.[^.]+\.accepts\.\d+$/,
  /^apis\.[^.]+$/,
  /^apis\.[^.]+\.products\.\d+$/,
  /^apis\.[^.]+\.operations\.[^.]+$/,
  /^(issuers|clientApplications)\.\d+$/,
  /^(issuers|clientApplications)\.\d+\.products\.\d+$/,
];

// Of values any of which will do, one less is a stricter demand; of values that must all be there, it is a laxer one,
// and whoever writes it says so.
const isLaxer = (path: string, options: Options) => {
  const [, product, , claim] = /^products\.([^.]+)\.(requiredClaims)\.(\d+)/.exec(path) ?? [];
  if (product === undefined) return false;
  return (
    !path.includes(".values.") || options.products[product]?.requiredClaims?.[Number(claim)]?.match !== "any"
  );
};

/** Every way to take one entry out; a product is taken out of all lists that name it as well. */
export function removalsOf(options: Options): readonly Removal[] {
  return pathsIn(options as unknown as Json, "")
    .filter((path) => ENTRIES.some((pattern) => pattern.test(path)) && !isLaxer(path, options))
    .map((entry) => {
      const copy = structuredClone(options) as unknown as Json;
      removeAt(copy, entry.split("."));
      const [kind, name] = entry.split(".");
      if (kind === "products" && entry === `products.${name}`) forgetProduct(copy, name!);
      return { entry, options: copy as unknown as Options };
    });
}

function pathsIn(value: Json, at: string): string[] {
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const path = at === "" ? name : `${at}.${name}`;
    return [path, ...pathsIn(member, path)];
  });
}

function removeAt(value: Json, [name = "", ...rest]: readonly string[]): void {
  if (typeof value !== "object") return;
  const members = value as { [name: string]: Json };
  if (rest.length > 0) removeAt(members[name]!, rest);
  else if (Array.isArray(value)) value.splice(Number(name), 1);
  else delete members[name];
}

function forgetProduct(options: Json, product: string): void {
  const {
    apis = {},
    issuers = [],
    clientApplications = [],
  } = options as unknown as {
    [name: string]: Json[];
  };
  for (const owner of [...Object.values(apis), ...issuers, ...clientApplications] as {
    products?: string[];
  }[])
    if (owner.products !== undefined) owner.products = owner.products.filter((name) => name !== product);
}
