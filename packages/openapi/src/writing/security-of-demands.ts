import type { KeyPlace } from "@product-auth/core";
import type { JsonObject } from "../document/json-values.js";
import type { Demands, Need } from "../security/need.js";
import type { SchemeBook, SchemeWish } from "./scheme-book.js";

type Requirement = Readonly<Record<string, readonly string[]>>;

/** The members of an operation that say what it demands. */
export interface WrittenSecurity {
  readonly security: readonly Requirement[];
  /** The products of all alternatives; undefined where they differ, or any is accepted. */
  readonly products: readonly string[] | undefined;
}

/** What demands are written with. */
interface Writing {
  readonly key: KeyPlace;
  readonly book: SchemeBook;
  /** What every requirement has besides. */
  readonly elsewhere: JsonObject;
}

/** Demands as `security`. Undefined when the book has no scheme for scopes or roles. */
export function securityOfDemands(
  { alternatives, anonymous }: Demands,
  { key, book, elsewhere }: Writing,
): WrittenSecurity | undefined {
  const [first] = alternatives;
  const isCommon = alternatives.every(
    ({ products }) => JSON.stringify(products) === JSON.stringify(first?.products),
  );
  const products = isCommon ? first?.products : undefined;
  const requirements = alternatives.map((need) => requirementOf(need, isCommon, key, book));
  if (requirements.includes(undefined)) return undefined;
  const written = requirements.map((one) => ({ ...(elsewhere as Requirement), ...one! }));
  return { security: anonymous && alternatives.length > 0 ? [...written, {}] : written, products };
}

function requirementOf(
  need: Need,
  isCommon: boolean,
  key: KeyPlace,
  book: SchemeBook,
): Requirement | undefined {
  const products = isCommon ? undefined : need.products;
  const wishes = wishesOf(need).map(([kind, rights]) => [{ kind, products, key }, rights] as const);
  const entries = wishes.map(([wish, rights]) => {
    const scheme = book.choose(wish);
    return scheme && ([scheme.name, rights.map(scheme.spell)] as const);
  });
  if (entries.includes(undefined)) return undefined;
  return Object.fromEntries(entries as readonly (readonly [string, readonly string[]])[]);
}

function wishesOf({
  token,
  key,
  scopes,
  roles,
}: Need): readonly (readonly [SchemeWish["kind"], readonly string[]])[] {
  const isPlain = token && scopes.length + roles.length === 0;
  return [
    ...(isPlain ? ([["token", []]] as const) : []),
    ...(scopes.length > 0 ? ([["scopes", scopes]] as const) : []),
    ...(roles.length > 0 ? ([["roles", roles]] as const) : []),
    ...(key ? ([["key", []]] as const) : []),
  ];
}
