import { createHash } from "node:crypto";
import { type Entra, type EntraOptions, startEntra } from "@product-auth/emulator";
import { type Fields, requestToken, type TokenAnswer } from "./request-token.js";

/** A portal with a web and a page's address, and users of every kind. */
export const options: EntraOptions = {
  products: { orders: { scopes: ["Orders.Read", "Orders.Write"] }, reports: {}, off: { disabled: true } },
  clients: {
    portal: {
      redirectUris: {
        web: ["http://localhost:3000/cb"],
        spa: ["https://app.example/spa"],
        publicClient: ["http://localhost"],
      },
      logoutRedirectUris: ["https://app.example/bye", "http://localhost:3000/bye?from=entra"],
      appRoles: ["Portal.Admin"],
    },
    optional: {
      redirectUris: { web: ["https://optional.example"] },
      idTokenClaims: ["acct", "auth_time", "email", "family_name", "given_name", "login_hint", "upn"],
    },
    closed: { redirectUris: { web: ["https://closed.example/cb"] }, assignmentRequired: true },
    asking: { redirectUris: { web: ["https://asking.example/cb?x=1"] }, consentRequired: true },
    gone: { redirectUris: { web: ["https://gone.example/cb"] }, disabled: true },
  },
  users: {
    adele: {
      displayName: "Adele Vance",
      givenName: "Adele",
      surname: "Vance",
      groups: ["11112222-3333-4444-5555-666677778888"],
      roles: { portal: ["Portal.Admin"], closed: [] },
    },
    alex: { displayName: `<b>"Alex" & 'co'</b>`, email: null },
    blocked: { disabled: true },
    "many.groups": { groups: 201 },
    "just.enough": { groups: 200 },
    megan: { email: "megan@example.com", givenName: "Megan", surname: "Bowen", guest: { idp: "google.com" } },
    eve: { userPrincipalName: "eve@fabrikam.example", homeTenantId: "BBBBCCCC-1111-2222-3333-444455556666" },
  },
};

export const verifier = "a-verifier-of-forty-three-characters-or-more";
const challenge = createHash("sha256").update(verifier).digest("base64url");

/** Parameters of a sign-in at the portal; undefined leaves one out. */
export function goodSignIn(entra: Entra): Record<string, string> {
  return {
    client_id: entra.clients["portal"]!.appId,
    response_type: "code",
    redirect_uri: "http://localhost:3000/cb",
    scope: "openid profile email",
    state: "the state",
    nonce: "the nonce",
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
}

/** Starts the issuer of these tests, with more options. */
export const startSignIn = (more: EntraOptions = {}): Promise<Entra> => startEntra({ ...options, ...more });

/** What the authorization endpoint answered. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it redirects; undefined for a page. */
  readonly location: URL | undefined;
  /** Members of a redirect's query. */
  readonly members: Record<string, string>;
}

/** Asks the authorization endpoint, and posts a choice when there is one. */
export async function authorize(
  entra: Entra,
  fields: Fields = {},
  choice?: Record<string, string>,
  tenant: string = entra.tenantId,
): Promise<Reply> {
  const all = Object.entries({ ...goodSignIn(entra), ...fields });
  const given = all.filter((pair): pair is [string, string] => pair[1] !== undefined);
  const url = `${entra.origin}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(given).toString()}`;
  return send(url, choice);
}

/** Sends a form, or reads a page. */
export async function send(url: string, form?: Record<string, string>): Promise<Reply> {
  const post = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
  const response = await fetch(url, { redirect: "manual", ...post });
  const to = response.headers.get("location");
  const location = to === null ? undefined : new URL(to);
  return {
    status: response.status,
    headers: response.headers,
    text: await response.text(),
    location,
    members: Object.fromEntries(location?.searchParams ?? []),
  };
}

/** Signs a user in, and returns the code. */
export async function signIn(entra: Entra, user: string, fields: Fields = {}): Promise<string> {
  const { members, text } = await authorize(entra, fields, { user });
  if (members["code"] === undefined) throw new Error(`No code: ${JSON.stringify(members)} ${text}`);
  return members["code"];
}

/** Redeems a code as the portal's server does; undefined leaves a field out. */
export function redeem(
  entra: Entra,
  code: string,
  fields: Fields = {},
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const { appId, secret } = entra.clients["portal"]!;
  const all = {
    ...{ grant_type: "authorization_code", client_id: appId, client_secret: secret, code },
    ...{ redirect_uri: "http://localhost:3000/cb", code_verifier: verifier },
  };
  return requestToken(entra, { ...all, ...fields }, { headers });
}
