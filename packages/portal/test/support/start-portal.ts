import { createProductAuth, type ProductAuthOptions, type Rule } from "@product-auth/core";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import {
  administerSubscriptions,
  MemorySubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import {
  startEntra,
  type ClientApplication,
  type Entra,
  type EntraOptions,
  type UserAccount,
} from "@product-auth/emulator";
import {
  createPortal,
  entraId,
  type Portal,
  type PortalEvent,
  type PortalOptions,
} from "@product-auth/portal";
import { Browser } from "./browser.js";
import { openServer, type FrameworkName } from "./open-server.js";

/** Object id of the Entra group whose users are in the group `partners`. */
export const PARTNERS = "cccccccc-1111-2222-3333-444444444444";

/** The people of the issuer, by the name with which a test signs them in. */
export const users: Record<string, UserAccount> = {
  adele: { displayName: "Adele Vance", givenName: "Adele", surname: "Vance" },
  alex: { displayName: "Alex Wilber", groups: [PARTNERS] },
  "portal.admin": { displayName: "Portal Admin", roles: { portal: ["Portal.Admin"] } },
  partner: { displayName: "Partner", roles: { portal: ["Partner"] } },
  "many.groups": { displayName: "Many Groups", groups: 300 },
  megan: { displayName: "Megan Bowen", email: "megan@example.com", guest: { idp: "google.com" } },
  eve: {
    displayName: "Eve",
    userPrincipalName: "eve@fabrikam.example",
    homeTenantId: "99999999-0000-0000-0000-999999999999",
  },
};

/** What a test may change. */
export interface WorldOptions {
  readonly records?: RecordRepository;
  /** Default: in memory. */
  readonly repository?: SubscriptionRepository;
  /** Milliseconds since 1970; of the portal and of the default records. */
  readonly clock?: () => number;
  /** Of the portal's registration at the issuer. */
  readonly client?: Partial<ClientApplication>;
  /** Further options of the issuer. */
  readonly issuer?: EntraOptions;
  /** The people of the issuer. Default `users`. */
  readonly users?: Record<string, UserAccount>;
  readonly catalog?: CatalogOfWorld | ((entra: Entra) => CatalogOfWorld);
  /** Further options of the issuer. `url`: address of the portal. */
  readonly entra?: (url: string) => Pick<EntraOptions, "products" | "clients">;
  /** Rules of the API beside that of the guard. */
  readonly rules?: readonly Rule<string>[];
  /** Default "express". */
  readonly framework?: FrameworkName;
  /** Makes another instance of that portal: with its issuer and its `publicUrl`. The stores are to be the same, too. */
  readonly beside?: World;
  /** Path of the portal, without a slash at the end. Default "/developer". */
  readonly base?: string;
  /** Options of the portal; `signIn` is `[entraId({ … })]` by default. */
  readonly portal?: (
    entra: Entra,
    url: string,
  ) => Partial<Omit<PortalOptions, "auth" | "subscriptions" | "publicUrl" | "records">>;
}

type CatalogOfWorld = Pick<ProductAuthOptions, "products" | "apis" | "subscriptionDates"> &
  Partial<Pick<ProductAuthOptions, "tenantId" | "authorityHost" | "clientApplications">>;

/** An issuer and a portal, with subscriptions and records in memory. */
export interface World {
  readonly entra: Entra;
  readonly portal: Portal;
  readonly url: string;
  readonly records: RecordRepository;
  readonly subscriptions: SubscriptionRepository;
  /** Events of the audit, the oldest first. */
  readonly events: readonly PortalEvent[];
  /** Another browser, without cookies. */
  readonly browser: () => Browser;
  readonly close: () => Promise<void>;
}

const catalogOfTests: Pick<ProductAuthOptions, "products" | "apis"> = {
  products: {
    starter: { displayName: "Starter", accepts: ["key"], subscriptionsLimit: 2 },
    internal: { displayName: "Internal", accepts: ["key"], groups: ["partners"] },
    draft: { displayName: "Draft", accepts: ["key"], state: "notPublished" },
  },
  apis: {
    orders: { displayName: "Orders", path: "orders", products: ["starter"] },
    internal: { displayName: "Internal API", path: "internal", products: ["internal"] },
  },
};

/** Starts an issuer and a portal that signs in through it. */
export async function startPortal(options: WorldOptions = {}): Promise<World> {
  const { clock = () => Date.now(), catalog = catalogOfTests, base = "/developer" } = options;
  const { rules = [] } = options;
  const records = options.records ?? new MemoryRecordRepository({ clock });
  const server = await openServer();
  const url = server.origin + base;
  const publicUrl = options.beside?.portal.url.href ?? url;
  const entra =
    options.beside?.entra ??
    (await startEntra({
      users: options.users ?? users,
      ...options.issuer,
      ...options.entra?.(url),
      clients: {
        ...options.entra?.(url).clients,
        portal: {
          redirectUris: {
            web: ["entra", "second", "external-id"].map((id) => `${url}/signin/${id}/callback`),
          },
          logoutRedirectUris: [`${url}/signed-out`],
          appRoles: ["Portal.Admin", "Partner"],
          idTokenClaims: ["given_name", "family_name"],
          ...options.client,
        },
      },
    }));
  const { repository: subscriptions = new MemorySubscriptionRepository() } = options;
  const events: PortalEvent[] = [];
  const changes = options.portal?.(entra, url) ?? {};
  const auth = createProductAuth({
    ...(typeof catalog === "function" ? catalog(entra) : catalog),
    subscriptions,
  } as ProductAuthOptions);
  for (const rule of rules) auth.requirement(rule);
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository: subscriptions }),
    publicUrl,
    title: "Contoso APIs",
    administrators: { roles: ["Portal.Admin"] },
    groups: { partners: { displayName: "Partners", role: "Partner", groupId: PARTNERS } },
    onAudit: (event) => events.push(event),
    clock,
    ...changes,
    signIn: changes.signIn ?? [entraIdOf(entra)],
  });
  const { framework = "express" } = options;
  // At "/" the portal answers every path.
  await server.mount({ portal, base, framework, ...(base !== "" && { auth }) });
  return {
    entra,
    portal,
    url,
    records,
    subscriptions,
    events,
    browser: () => new Browser(url),
    async close() {
      await portal.close();
      if (options.beside === undefined) await entra.close();
      await server.close();
    },
  };
}

/** The provider for the issuer of a test. */
export const entraIdOf = (entra: Entra, more: Partial<Parameters<typeof entraId>[0]> = {}) =>
  entraId({
    tenantId: entra.tenantId,
    clientId: entra.clients["portal"]!.appId,
    clientSecret: entra.clients["portal"]!.secret,
    authorityHost: entra.origin,
    ...more,
  });

/** The address that a `fetch` of a test was called with. */
export const addressIn = (input: Parameters<typeof fetch>[0]): string =>
  input instanceof Request ? input.url : input.toString();
