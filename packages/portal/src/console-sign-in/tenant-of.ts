import { isGuid } from "@product-auth/core/adapter";
import type { PortalAuth } from "../options/portal-options.js";

/** A tenant of Entra ID, at its login service. */
export interface Tenant {
  readonly tenantId: string;
  /** Origin of the login service. */
  readonly authority: string;
}

/** The tenant whose tokens an instance accepts; undefined when it trusts none, or several. */
export function tenantOf(auth: Pick<PortalAuth, "health">): Tenant | undefined {
  const found = new Map<string, Tenant>();
  for (const { from } of auth.health().issuers) {
    if (!URL.canParse(from)) continue;
    const { origin, pathname } = new URL(from);
    const [, tenantId, version] = pathname.split("/");
    if (isGuid(tenantId) && version === "v2.0") found.set(pathname, { tenantId, authority: origin });
  }
  const [only, another] = found.values();
  return another === undefined ? only : undefined;
}
