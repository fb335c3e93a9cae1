// MSAL signs a user in as a confidential web client, against an emulator over https.
import { type AccountInfo, ConfidentialClientApplication, CryptoProvider } from "@azure/msal-node";
import { readOrder, report } from "../support/order.js";

/** What the test writes. */
export interface MsalSignInOrder {
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly scope: string;
}

/** What the test reads. */
export interface MsalSignInOutcome {
  readonly account: AccountInfo;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly scopes: readonly string[];
  readonly silent: { readonly fromCache: boolean; readonly forced: boolean };
}

const { origin, tenantId, clientId, secret, redirectUri, scope } = await readOrder<MsalSignInOrder>();
const application = new ConfidentialClientApplication({
  auth: {
    clientId,
    clientSecret: secret,
    authority: `${origin}/${tenantId}`,
    knownAuthorities: [new URL(origin).host], // with the port
  },
});
const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
const url = await application.getAuthCodeUrl({
  scopes: [scope],
  redirectUri,
  state: "the state",
  nonce: "the nonce",
  codeChallenge: challenge,
  codeChallengeMethod: "S256",
});
const form = new URLSearchParams({ user: "adele" });
const reply = await fetch(url, { method: "POST", body: form, redirect: "manual" });
const callback = new URL(reply.headers.get("location")!);
const code = callback.searchParams.get("code")!;
const first = await application.acquireTokenByCode({
  ...{ code, scopes: [scope], redirectUri, codeVerifier: verifier },
  ...{ nonce: "the nonce", state: "the state" },
});
const account = first.account!;
const silent = await application.acquireTokenSilent({ account, scopes: [scope] });
const forced = await application.acquireTokenSilent({ account, scopes: [scope], forceRefresh: true });
const outcome: MsalSignInOutcome = {
  account,
  claims: first.idTokenClaims as Record<string, unknown>,
  scopes: first.scopes,
  silent: { fromCache: silent.fromCache, forced: forced.fromCache },
};
report(outcome);
