import type { CatalogFile } from "@product-auth/core/catalog";
import type { WrittenRule } from "../writing/written-rule.js";
import { nameOf, type Standing } from "../writing/places.js";
import { variablesIn } from "../writing/variables-in.js";
import { unknownMembers } from "./known-members.js";
import type { Losses } from "./losses.js";
import { elementsOf, said } from "./place-policies.js";
import type { CatalogPlace } from "./place.js";
import { placesIn } from "./places-in.js";
import { documentText } from "./policies/document-text.js";
import { SecretNames } from "./policies/secret-names.js";
import type { WrittenOptions } from "./policies/token-issuers.js";
import type { XmlElement } from "./policies/xml-element.js";
import { productDemands } from "./resources/product-access.js";

/** The policy document of a place. */
export interface PlaceDocument {
  readonly place: CatalogPlace;
  readonly elements: readonly XmlElement[];
  /** Whether it refuses every call, because a policy of the place cannot be expressed. */
  readonly isClosed: boolean;
}

/** What documents are made from besides the catalog. */
interface Around {
  readonly options: WrittenOptions;
  readonly rules: readonly WrittenRule[];
  readonly losses: Losses;
}

/** The documents of all places of a catalog. */
export function documentsOf(
  catalog: CatalogFile,
  { options, rules, losses }: Around,
): readonly PlaceDocument[] {
  const secrets = new SecretNames(variablesIn([JSON.stringify([catalog, options, rules])]));
  return placesIn(catalog).map(({ place, policies, haveKeys, hasSecondLimit }) => {
    const its = rules.filter((rule) => nameOf(rule.place) === place.name);
    const around = { options, rules: its, calls: { haveKeys }, losses, secrets };
    for (const member of unknownMembers(
      kindOf(place.standing),
      policies as Readonly<Record<string, unknown>>,
    ))
      losses.lost("export-policy", place, `${place.path}.${member}`, UNKNOWN);
    if (hasSecondLimit)
      losses.lost(
        "export-policy",
        place,
        `${place.path}.rateLimit`,
        "The operation has two limits, of which the gateway takes one.",
      );
    const elements = [...demandsOf(catalog, place, options, losses), ...elementsOf(policies, place, around)];
    const isClosed = losses.isClosed(place);
    return { place, elements: isClosed ? [] : elements, isClosed };
  });
}

const UNKNOWN = "This version does not know the member, which may demand something.";

const kindOf = ({ product, api, operation }: Standing) =>
  product !== undefined
    ? "product"
    : operation !== undefined
      ? "operation"
      : api !== undefined
        ? "api"
        : "global";

function demandsOf(
  { products }: CatalogFile,
  { standing, path, ...place }: CatalogPlace,
  options: WrittenOptions,
  losses: Losses,
): readonly XmlElement[] {
  const { product } = standing;
  if (product === undefined) return [];
  const say = () => productDemands(product, products[product]!, options);
  return said({ path, say }, { standing, path, ...place }, losses);
}

/** The files of documents that say something. */
export const documentFiles = (
  documents: readonly PlaceDocument[],
): readonly (readonly [path: string, text: string])[] =>
  documents
    .filter(({ elements, isClosed }) => isClosed || elements.length > 0)
    .map(({ place, elements, isClosed }) => [
      `${folderOf(place.standing)}policy.xml`,
      documentText(elements, { isGlobal: place.name === "global", isClosed }),
    ]);

function folderOf({ product, api, operation }: Standing): string {
  if (product !== undefined) return `products/${product}/`;
  if (api === undefined) return "";
  return operation === undefined ? `apis/${api}/` : `apis/${api}/operations/${operation}/`;
}
