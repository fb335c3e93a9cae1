import type { IssuerOptions, ValidateJwtOptions } from "@product-auth/core";
import type { Unsayable } from "./sayable.js";
import { element, textElement, type XmlElement } from "./xml-element.js";

type Claim = NonNullable<ValidateJwtOptions["requiredClaims"]>[number];

/** The claims that stand for members of a policy. */
export interface ClaimNames {
  readonly roles: string;
  readonly scopes: string;
  readonly clients: string | undefined;
}

/** Names of claims in tokens of Entra. `clients` has an element there. */
export const ENTRA_CLAIMS: ClaimNames = { roles: "roles", scopes: "scp", clients: undefined };

/** The same for other issuers, when all of them have these. */
export function claimNamesOf(issuers: readonly IssuerOptions[]): ClaimNames | Unsayable {
  const names = ({ rolesClaim = "roles", scopesClaim = "scope", clientClaim }: IssuerOptions) => ({
    ...{ roles: rolesClaim, scopes: scopesClaim, clients: clientClaim },
  });
  const [first, ...others] = issuers.map((one) => JSON.stringify(names(one)));
  const { roles, scopes, clients } = names(issuers[0] ?? {});
  if (others.some((one) => one !== first) || typeof roles !== "string" || typeof scopes !== "string")
    return { unsayable: "Its issuers have roles or scopes in claims that differ, or inside of others." };
  return { roles, scopes, clients: typeof clients === "string" ? clients : undefined };
}

/** The `claim` elements of a policy. */
export function claimsOf(
  { requiredClaims = [], roles, scopes }: Pick<ValidateJwtOptions, "requiredClaims" | "roles" | "scopes">,
  names: ClaimNames,
): readonly XmlElement[] {
  return [
    ...demanded(names.roles, roles, undefined),
    ...demanded(names.scopes, scopes, " "),
    ...requiredClaims.map(claimOf),
  ];
}

function demanded(
  name: string,
  demand: ValidateJwtOptions["roles"],
  separator: string | undefined,
): readonly XmlElement[] {
  if (demand === undefined) return [];
  const written = demand as
    readonly string[] | { readonly all?: readonly string[]; readonly any?: readonly string[] };
  const [match, values]: ["all" | "any", readonly string[]] = Array.isArray(written)
    ? ["all", written as readonly string[]]
    : "any" in written && written.any !== undefined
      ? ["any", written.any]
      : ["all", (written as { readonly all: readonly string[] }).all];
  return [claimOf({ name, match, values, ...(separator !== undefined && { separator }) })];
}

export const claimOf = ({ name, match, values = [], separator }: Claim): XmlElement =>
  element(
    "claim",
    { name, match: match ?? "all", separator },
    values.map((value) => textElement("value", value)),
  );
