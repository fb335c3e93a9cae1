import type { MemberChange } from "../tokens/member-changes.js";
import { v1Issuer, v2Issuer } from "../world/documents.js";
import { CONSUMERS, PRO_ID, STARTER_ID, TENANT, TENANT_TWO } from "../world/places.js";

const set = (of: MemberChange["of"], name: string, to: unknown): MemberChange => ({
  of,
  name,
  do: "set",
  to,
});

const STRANGE_TENANT = "cccccccc-2222-eeee-3333-ffff44440000";

function* tenants(): Generator<readonly MemberChange[]> {
  for (const tenant of [STRANGE_TENANT, CONSUMERS, PRO_ID, STARTER_ID, TENANT, TENANT_TWO]) {
    for (const issuer of [v1Issuer(tenant), v2Issuer(tenant)]) {
      for (const kid of ["entra-any", "entra-bare", "entra-consumers", "entra-two"]) {
        yield [set("claims", "tid", tenant), set("claims", "iss", issuer), set("header", "kid", kid)];
      }
    }
  }
}

const roles = set("claims", "roles", ["Product.Starter.All"]);

/** Changes that mean something together only: a token that is wholly another tenant's, or for several products. */
export const COMBINATIONS: readonly (readonly MemberChange[])[] = [
  ...tenants(),
  [set("claims", "aud", [`api://${STARTER_ID}`, PRO_ID]), roles],
  [set("claims", "aud", [PRO_ID, `api://${STARTER_ID}`]), roles],
  [set("claims", "aud", `api://${STARTER_ID}`), roles],
];
