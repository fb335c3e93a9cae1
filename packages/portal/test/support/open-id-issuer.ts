import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPairSync } from "node:crypto";
import Provider, { type Configuration } from "oidc-provider";

/** A person of the issuer: claims besides `sub`, which is the name. */
export type Account = Readonly<Record<string, unknown>>;

/** An issuer of OpenID Connect that is no Entra. */
export interface OpenIdIssuer {
  readonly issuer: string;
  /** Starts to answer, for clients with these redirect addresses. */
  readonly serve: (redirectUris: readonly string[]) => void;
  /** Signs a person in at the address of an authorization request. Returns the address of the callback, not yet opened. */
  readonly pick: (authorizeUrl: string, account: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export const CLIENT = { id: "portal", secret: "a secret with +, % and spaces: 0123456789" } as const;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "first", use: "sig", alg: "RS256" };

/** Starts an issuer on a free port. `inIdToken`: whether the id_token has all claims; otherwise they are at the UserInfo endpoint. */
export async function startOpenIdIssuer({
  accounts,
  inIdToken = false,
  authentication = "client_secret_basic",
}: {
  readonly accounts: Readonly<Record<string, Account>>;
  readonly inIdToken?: boolean;
  readonly authentication?: "client_secret_basic" | "client_secret_post";
}): Promise<OpenIdIssuer> {
  let answer = (_req: IncomingMessage, res: ServerResponse): unknown => res.writeHead(503).end();
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  server.unref();
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configurationFor = (redirectUris: readonly string[]): Configuration => ({
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: authentication,
      },
    ],
    jwks: { keys: [jwk as never] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ["of a test"] },
    claims: {
      openid: ["sub", "roles", "realm_access", "groups", "_claim_names"],
      profile: ["given_name", "family_name", "name"],
      email: ["email", "email_verified"],
    },
    conformIdTokenClaims: !inIdToken,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...accounts[sub] }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  return {
    issuer,
    serve(redirectUris) {
      const provider = new Provider(issuer, configurationFor(redirectUris));
      const callback = provider.callback();
      answer = (req, res) => {
        const account = new URLSearchParams(req.url?.split("?")[1]).get("account");
        return req.url?.startsWith("/interaction/") && account !== null
          ? provider.interactionFinished(req, res, { login: { accountId: account } })
          : callback(req, res);
      };
    },
    async pick(authorizeUrl, account) {
      const cookies = new Map<string, string>();
      let at = authorizeUrl;
      for (let hops = 0; hops < 6 && at.startsWith(issuer); hops++) {
        const url = new URL(at);
        if (url.pathname.startsWith("/interaction/")) url.searchParams.set("account", account);
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        const response = await fetch(url, { redirect: "manual", headers: { cookie } });
        for (const set of response.headers.getSetCookie()) {
          const [pair = ""] = set.split(";");
          cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
        }
        const to = response.headers.get("location");
        if (to === null) throw new Error(`${url.pathname}: ${response.status} ${await response.text()}`);
        at = new URL(to, url).href;
      }
      return at;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
