import type { Application, ServicePrincipal } from "./registration.js";

/** Whether an application or its service principal is switched off. */
export function isDisabled({ properties }: Application, principal: ServicePrincipal): boolean {
  return properties.isDisabled === true || !principal.properties.accountEnabled;
}
