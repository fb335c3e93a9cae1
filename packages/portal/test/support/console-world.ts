import type { ClientRegistry } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import type { ConsoleSignInOptions } from "@product-auth/portal";
import { startPortal, type World, type WorldOptions } from "./start-portal.js";

/** Page of the operation whose console the tests use, below the portal. */
export const OPERATION = "/apis/orders/operations/list-orders";

/** What a test may change. */
interface ConsoleWorldOptions extends Omit<WorldOptions, "portal" | "catalog" | "entra" | "rules"> {
  readonly signIn?: Partial<ConsoleSignInOptions>;
  /** Scopes by product, which name an audience of the issuer. */
  readonly scopes?: (entra: Entra) => NonNullable<ConsoleSignInOptions["scopes"]>;
  readonly clientApplications?: (entra: Entra) => ClientRegistry;
  readonly fetch?: typeof fetch;
}

/** A portal whose users get tokens at the issuer of the API. */
export function startConsoleWorld(options: ConsoleWorldOptions = {}): Promise<World> {
  const { signIn = {}, scopes, clientApplications, fetch } = options;
  return startPortal({
    ...options,
    entra: (url) => ({
      products: { pro: { scopes: ["Orders.Write"] }, reports: {} },
      clients: { console: { redirectUris: { web: [`${url}/console/callback`] } } },
    }),
    catalog: (entra) => ({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: {
        starter: { displayName: "Starter", accepts: ["key"], subscriptionsLimit: 2 },
        pro: { displayName: "Pro", audience: entra.products["pro"]!.audience, accepts: ["token", "key"] },
        reports: { displayName: "Reports", audience: entra.products["reports"]!.audience },
        hidden: {
          displayName: "Hidden",
          audience: "api://11111111-0000-4000-8000-000000000009",
          groups: ["partners"],
        },
      },
      apis: {
        orders: {
          displayName: "Orders",
          path: "orders",
          products: ["starter", "pro", "reports", "hidden"],
          operations: { "list-orders": { method: "GET", urlTemplate: "/", displayName: "List orders" } },
        },
        reports: { displayName: "Reports", path: "reports", products: ["reports"] },
      },
      ...(clientApplications && { clientApplications: clientApplications(entra) }),
    }),
    rules: [{ product: "pro", scopes: ["Orders.Write"] }],
    portal: (entra) => ({
      console: {
        signIn: {
          clientId: entra.clients["console"]!.appId,
          clientSecret: entra.clients["console"]!.secret,
          ...signIn,
          ...(scopes && { scopes: scopes(entra) }),
        },
      },
      ...(fetch && { fetch }),
    }),
  });
}

/** Path that starts a sign-in for a token. */
export const startPath = (more: Readonly<Record<string, string>> = {}): string =>
  `/console/signin?${new URLSearchParams({ api: "orders", operation: "list-orders", product: "pro", ...more }).toString()}`;
