import { startEntra, type Entra } from "@product-auth/emulator";
import { entraExternalId, entraId, oidc, type OidcOptions } from "@product-auth/portal";
import type { Browser } from "./browser.js";
import type { FrameworkName } from "./open-server.js";
import { CLIENT, startOpenIdIssuer, type Account, type OpenIdIssuer } from "./open-id-issuer.js";
import { startPortal, users, type World, type WorldOptions } from "./start-portal.js";

/** Tenant of the user `eve`. */
export const FABRIKAM = "99999999-0000-0000-0000-999999999999";

/** People of the issuers that are no Entra. */
const accounts: Readonly<Record<string, Account>> = {
  ada: {
    given_name: "Ada",
    family_name: "Lovelace",
    email: "ada@example.com",
    email_verified: true,
    roles: ["Portal.Admin"],
    realm_access: { roles: ["Partner"] },
  },
  grace: { name: "Grace" },
  mallory: { name: "Mallory", email: "portal.admin@contoso.onmicrosoft.com", email_verified: false },
};

/** A portal with a provider of each kind, and their issuers. */
export interface ProvidersWorld extends World {
  readonly external: Entra;
  readonly openId: OpenIdIssuer;
  /** An issuer of the same kind, of somebody else. */
  readonly other: OpenIdIssuer;
  /** Goes to the issuer of a provider and chooses its person there. Returns the address of the callback, not yet opened. */
  readonly pick: (browser: Browser, provider: string, person?: string) => Promise<string>;
}

/** Providers by their id, with a person whom each knows. */
export const PEOPLE = { entra: "eve", "external-id": "carla", oidc: "ada", other: "ada" } as const;

/** Starts a portal whose users sign in with several tenants, an external tenant, and two issuers that are no Entra. */
export async function startProviders(
  framework: FrameworkName,
  more: WorldOptions & { readonly oidc?: Partial<OidcOptions>; readonly inIdToken?: boolean } = {},
): Promise<ProvidersWorld> {
  const client = { redirectUris: { web: ["http://127.0.0.1/developer/signin/external-id/callback"] } };
  const external = await startEntra({
    tenantId: "eeeeeeee-0000-1111-2222-333333333333",
    tenantType: "external",
    clients: { portal: client },
    users: { carla: { displayName: "Carla", email: "carla@example.com" } },
  });
  const [openId, other] = await Promise.all(
    [more.inIdToken ?? false, true].map((inIdToken) => startOpenIdIssuer({ accounts, inIdToken })),
  );
  if (openId === undefined || other === undefined) throw new Error("never");
  const world = await startPortal({
    framework,
    users: { ...users, eve: { ...users["eve"], roles: { portal: ["Portal.Admin"] } } },
    ...more,
    portal: (entra, url) => ({
      attempts: 100,
      signIn: [
        entraId({
          tenants: [entra.tenantId, FABRIKAM.toUpperCase()],
          rolesFrom: [entra.tenantId],
          clientId: entra.clients["portal"]!.appId,
          clientSecret: entra.clients["portal"]!.secret,
          authorityHost: entra.origin,
        }),
        entraExternalId({
          tenantId: external.tenantId,
          clientId: external.clients["portal"]!.appId,
          clientSecret: external.clients["portal"]!.secret,
          authorityHost: external.origin,
          issuer: external.issuer,
        }),
        oidc({
          issuer: openId.issuer,
          clientId: CLIENT.id,
          clientSecret: CLIENT.secret,
          label: "Keycloak",
          ...more.oidc,
        }),
        oidc({
          issuer: other.issuer,
          clientId: CLIENT.id,
          clientSecret: CLIENT.secret,
          label: "Okta",
          id: "other",
        }),
      ],
      ...more.portal?.(entra, url),
    }),
  });
  openId.serve([`${world.url}/signin/oidc/callback`]);
  other.serve([`${world.url}/signin/other/callback`]);
  return {
    ...world,
    external,
    openId,
    other,
    async pick(browser, provider, person = PEOPLE[provider as keyof typeof PEOPLE]) {
      const path = `/signin/${provider}?returnTo=/developer/profile`;
      if (provider === "entra" || provider === "external-id") return browser.pick(person, path);
      const { location = "" } = await browser.get(path);
      return (provider === "oidc" ? openId : other).pick(location, person);
    },
    async close() {
      await world.close();
      await Promise.all([external.close(), openId.close(), other.close()]);
    },
  };
}
