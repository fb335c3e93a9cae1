import type { PortalContext } from "../portal-context.js";
import type { ProviderState } from "../sign-in/provider-health.js";
import { consoleRedirectUri } from "./console-redirect-uri.js";
import { CONSOLE, type ConsoleSignIn } from "./console-sign-in.js";
import { hasTokens } from "./token-request.js";

/** State of the console's sign-in, for operators. Holds no secret and no person. */
export interface ConsoleHealth extends Omit<ProviderState, "groupsOmittedAt"> {
  readonly label: string;
  readonly clientId: string;
  /** What must be registered at the issuer. */
  readonly redirectUri: string;
  /**
   * Whether the API admits tokens of this client: `refused` when the client is not in `clientApplications`, or not active there;
   * `unknown` when they did not answer.
   */
  readonly client: "admitted" | "refused" | "unknown";
  /** Products whose tokens are refused, because the client is not linked to them. */
  readonly missingProducts: readonly string[];
}

/** Looks the client up as the API does. Never rejects. */
export async function consoleHealth(
  { settings: { label, clientId } }: ConsoleSignIn,
  portal: PortalContext,
): Promise<ConsoleHealth> {
  return {
    label,
    clientId,
    redirectUri: consoleRedirectUri(portal),
    ...portal.providers.of(CONSOLE),
    ...(await admissionOf(clientId, portal)),
  };
}

async function admissionOf(
  clientId: string,
  { settings }: PortalContext,
): Promise<Pick<ConsoleHealth, "client" | "missingProducts">> {
  const { clientApplications, catalog } = settings.auth;
  if (clientApplications === undefined) return { client: "admitted", missingProducts: [] };
  try {
    const found = await clientApplications.findClient(clientId);
    const isActive = found?.state === "active" || found?.state === "approved";
    if (found === undefined || !isActive || (found.ownerState ?? "active") !== "active")
      return { client: "refused", missingProducts: [] };
    const missing = [...catalog.products.values()].filter(hasTokens).map(({ name }) => name);
    return { client: "admitted", missingProducts: missing.filter((name) => !found.products.includes(name)) };
  } catch {
    return { client: "unknown", missingProducts: [] };
  }
}
