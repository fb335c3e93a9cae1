import type { KeyPlace, Problem } from "@product-auth/core";
import { memberOf, type JsonObject } from "../document/json-values.js";
import type { DocumentOperation } from "../document/operations.js";
import { pointerTo } from "../document/pointer.js";
import { demandsOfSecurity, type ReadDemands } from "./demands-of-security.js";
import { OPEN } from "./need.js";
import { mistakenProduct, productsIn, X_PRODUCT } from "./products-in.js";
import { schemesOf, type Scheme } from "./schemes.js";

/** What a document says about an operation. */
export interface StatedDemands extends ReadDemands {
  /** Whether the operation or the document has `security` at all. Without, OpenAPI calls an operation open. */
  readonly isStated: boolean;
  /** Products of the operation; undefined: any. */
  readonly products: readonly string[] | undefined;
  /** Whether the operation itself names its products. */
  readonly ownProducts: boolean;
}

/** What operations are read with. */
export interface DocumentContext {
  readonly document: JsonObject;
  readonly schemes: ReadonlyMap<string, Scheme>;
  /** What the document's own `security` demands, by products and keys: thousands of operations may have no other. */
  readonly inherited: Map<string, ReadDemands>;
}

/** Makes the context of a document. `elsewhere`: names of schemes that something before the rules enforces. */
export const documentContext = (
  document: JsonObject,
  elsewhere: readonly string[] = [],
): DocumentContext => ({
  document,
  schemes: schemesOf(document, elsewhere),
  inherited: new Map(),
});

/** What a document demands for an operation: its own `security`, else that of the document; `x-product` likewise. */
export function demandsOfOperation(
  { operation, item, path, pointer }: DocumentOperation,
  context: DocumentContext,
  keys: readonly KeyPlace[],
): StatedDemands {
  const { document } = context;
  const levels = [
    { holder: operation, at: pointer },
    { holder: item, at: pointerTo("paths", path) },
    { holder: document, at: "#" },
  ].map(({ holder, at }) => ({ at, found: productsIn(holder), mistaken: mistakenProduct(holder) }));
  const nearest = levels.find(({ found }) => found !== undefined);
  const problems = [
    ...levels.flatMap(({ at, mistaken }): readonly Problem[] =>
      mistaken === undefined
        ? []
        : [{ path: `${at}/${mistaken}`, message: "is not read", fix: `write ${X_PRODUCT}` }],
    ),
    ...(nearest?.found === "invalid" ? [{ path: `${nearest.at}/${X_PRODUCT}`, ...NO_PRODUCT }] : []),
  ];
  const found = nearest?.found;
  const products = found === undefined || found === "invalid" || found.length === 0 ? undefined : found;
  const about = { products, ownProducts: levels[0]?.found !== undefined };
  const isOwn = Object.hasOwn(operation, "security");
  if (!isOwn && !Object.hasOwn(document, "security"))
    return { demands: OPEN, problems, isStated: false, ...about };
  const read = isOwn
    ? demandsOfSecurity(memberOf(operation, "security"), `${pointer}/security`, {
        schemes: context.schemes,
        products,
        keys,
      })
    : inheritedDemands(context, products, keys);
  return { ...read, problems: [...problems, ...read.problems], isStated: true, ...about };
}

const NO_PRODUCT = { message: "names no product", fix: "write a name, or a list of names" };

function inheritedDemands(
  { document, schemes, inherited }: DocumentContext,
  products: readonly string[] | undefined,
  keys: readonly KeyPlace[],
): ReadDemands {
  const key = JSON.stringify([products, keys]);
  const read =
    inherited.get(key) ??
    demandsOfSecurity(memberOf(document, "security"), "#/security", { schemes, products, keys });
  inherited.set(key, read);
  return read;
}
