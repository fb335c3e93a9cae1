import type { Product } from "../directory/directory.js";
import { isGuid } from "../directory/guid.js";
import { stableGuid } from "../directory/stable-guid.js";
import type { ProductApplication } from "../entra-options.js";
import { checkShape, isRecord, type Kind, kinds, oneOf } from "./check-shape.js";

const shape: Record<keyof ProductApplication, Kind> = {
  appId: { description: "a GUID", fits: (value) => typeof value === "string" && isGuid(value) },
  displayName: kinds.text,
  identifierUris: { description: "a list of URIs without a slash at the end", fits: isUriList },
  requestedAccessTokenVersion: oneOf(1, 2, null),
  appRoleAssignmentRequired: kinds.flag,
  roles: kinds.words,
  scopes: kinds.words,
  idtyp: kinds.flag,
  audUseGuid: kinds.flag,
  disabled: kinds.flag,
};

/** Registers the valid product applications, and adds a problem for each invalid member. */
export function settleProducts(given: unknown, problems: string[]): Map<string, Product> {
  const products = new Map<string, Product>();
  if (!isRecord(given)) return products; // already reported as a problem
  for (const [name, application] of Object.entries(given)) {
    if (checkShape(application, `products.${name}`, shape, problems))
      products.set(name, register(name, application as ProductApplication));
  }
  return products;
}

function register(name: string, given: ProductApplication): Product {
  const appId = (given.appId ?? stableGuid(`product:${name}`)).toLowerCase();
  const displayName = given.displayName ?? capitalised(name);
  return {
    name,
    appId,
    displayName,
    registrationName: `APIMProductApplication${displayName}`,
    identifierUris: given.identifierUris ?? [`api://${appId}`],
    version: given.requestedAccessTokenVersion === undefined ? 2 : (given.requestedAccessTokenVersion ?? 1),
    assignmentRequired: given.appRoleAssignmentRequired ?? false,
    roles: given.roles ?? [`Product.${displayName.replaceAll(/\s+/g, "")}.All`], // a role value has no spaces
    scopes: given.scopes ?? [],
    idtyp: given.idtyp ?? false,
    audUseGuid: given.audUseGuid ?? false,
    disabled: given.disabled ?? false,
  };
}

/** Capitalizes a name. */
export function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

function isUriList(value: unknown): boolean {
  return (
    kinds.words.fits(value) && (value as string[]).every((uri) => !uri.endsWith("/") && URL.canParse(uri))
  );
}
