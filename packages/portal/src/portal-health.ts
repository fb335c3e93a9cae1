import type { PortalContext } from "./portal-context.js";
import type { ProviderState } from "./sign-in/provider-health.js";
import { redirectUriOf } from "./sign-in/redirect-uri.js";

/** State of a portal, for operators. Holds no secret and no person. */
export interface PortalHealth {
  /** Whether every store answered just now. */
  readonly status: "ok" | "degraded";
  readonly records: StoreState;
  readonly subscriptions: StoreState;
  /** The providers, in the order of the options. */
  readonly signIn: readonly (ProviderState & {
    readonly id: string;
    readonly label: string;
    /** What must be registered at the issuer. */
    readonly redirectUri: string;
  })[];
}

/** Whether a store answered just now. */
export type StoreState = "ok" | "unavailable";

/** Asks the stores, and says what the providers did last in this process. Never rejects. */
export async function healthOf(portal: PortalContext): Promise<PortalHealth> {
  const [records, subscriptions] = await Promise.all([
    stateOf(() => portal.records.list("user", { limit: 1 })),
    stateOf(() => portal.subscriptions.list({ limit: 1 })),
  ]);
  const signIn = portal.settings.signIn.map((provider) => ({
    id: provider.id,
    label: provider.label,
    redirectUri: redirectUriOf(provider, portal),
    ...portal.providers.of(provider.id),
  }));
  const status = records === "ok" && subscriptions === "ok" ? "ok" : "degraded";
  return { status, records, subscriptions, signIn };
}

async function stateOf(ask: () => Promise<unknown>): Promise<StoreState> {
  try {
    await ask();
    return "ok";
  } catch {
    return "unavailable";
  }
}
