import { type Entra, type EntraOptions, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import * as client from "openid-client";
import type { MsalSignInOrder, MsalSignInOutcome } from "./programs/msal-sign-in.js";
import { runTrusting, writeAuthority } from "./support/trusting-process.js";

const redirectUri = "http://localhost:3000/signin/entra/callback";
const goodbye = "http://localhost:3000/signed-out";
const options: EntraOptions = {
  products: { orders: { scopes: ["Orders.Read"] } },
  clients: {
    portal: {
      redirectUris: { web: [redirectUri] },
      logoutRedirectUris: [goodbye],
      appRoles: ["Portal.Admin"],
      idTokenClaims: ["given_name", "family_name"],
    },
  },
  users: {
    adele: { givenName: "Adele", surname: "Vance", roles: { portal: ["Portal.Admin"] } },
    eve: { homeTenantId: "11112222-3333-4444-5555-666677778888" },
  },
};

describe("openid-client signs users in", () => {
  let entra: Entra;
  let portal: client.Configuration;
  before(async () => {
    entra = await startEntra(options);
    const { appId, secret } = entra.clients["portal"]!;
    portal = await client.discovery(new URL(entra.issuer), appId, secret, undefined, {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    });
  });
  after(() => entra.close());

  /** Follows the code flow with PKCE, state and nonce, choosing a user in the picker. */
  async function signIn(choice: Record<string, string>, nonce = "the nonce") {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const url = client.buildAuthorizationUrl(portal, {
      ...{ redirect_uri: redirectUri, scope: "openid profile email", state: "the state", nonce },
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
    });
    const body = new URLSearchParams(choice);
    const reply = await fetch(url, { method: "POST", body, redirect: "manual" });
    const callback = new URL(reply.headers.get("location")!);
    return client.authorizationCodeGrant(portal, callback, {
      ...{ pkceCodeVerifier, expectedState: "the state", expectedNonce: "the nonce" },
      idTokenExpected: true,
    });
  }
  const failure = (choice: Record<string, string>, nonce?: string): Promise<unknown> =>
    signIn(choice, nonce).then(
      () => "signed in",
      (error: unknown) => error,
    );

  it("with an id_token whose signature it checks, and the userinfo of the same subject", async () => {
    const tokens = await signIn({ user: "adele" });
    const claims = tokens.claims()!;
    expect(claims).to.include({ tid: entra.tenantId, given_name: "Adele", family_name: "Vance" });
    expect(claims["roles"]).to.deep.equal(["Portal.Admin"]);
    const profile = await client.fetchUserInfo(portal, tokens.access_token, claims.sub);
    expect(profile).to.include({ name: "Adele Vance", email: "adele@contoso.onmicrosoft.com" });
  });

  it("after the keys were rotated", async () => {
    await entra.keys.emergency();
    const { appId, secret } = entra.clients["portal"]!;
    portal = await client.discovery(new URL(entra.issuer), appId, secret, undefined, {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    });
    expect((await signIn({ user: "adele" })).claims()).to.have.property("sub");
  });

  it("and refuses Cancel, another nonce and a user of another tenant", async () => {
    const cancelled = await failure({ cancel: "true" });
    expect(cancelled)
      .to.be.instanceOf(client.AuthorizationResponseError)
      .and.include({ error: "access_denied" });
    for (const [choice, nonce, claim] of [
      ["adele", "another nonce", "nonce"],
      ["eve", "the nonce", "iss"],
    ] as const) {
      const refused = await failure({ user: choice }, nonce);
      expect(refused).to.include({ code: "OAUTH_JWT_CLAIM_COMPARISON_FAILED" });
      expect(refused).to.have.nested.property("cause.cause.claim", claim);
    }
  });

  it("and signs them out, back to the registered address", async () => {
    const { id_token } = await signIn({ user: "adele" });
    const url = client.buildEndSessionUrl(portal, {
      ...{ post_logout_redirect_uri: goodbye, state: "over" },
      id_token_hint: id_token!,
    });
    const reply = await fetch(url, { redirect: "manual" });
    expect(reply.headers.get("location")).to.equal(`${goodbye}?state=over`);
  });
});

describe("@azure/msal-node signs users in", () => {
  it("over https as a web client, with a delegated token, from its cache and by refresh token", async function () {
    this.timeout(40_000);
    const entra = await startEntra({ ...options, protocol: "https" });
    const authority = await writeAuthority(entra);
    try {
      const { appId: clientId, secret } = entra.clients["portal"]!;
      const scope = `${entra.products["orders"]!.audience}/Orders.Read`;
      const { origin, tenantId } = entra;
      const order: MsalSignInOrder = { origin, tenantId, clientId, secret, redirectUri, scope };
      const outcome = await runTrusting<MsalSignInOutcome>("msal-sign-in", authority, order);
      const { objectId } = entra.users["adele"]!;
      expect(outcome.account).to.include({
        homeAccountId: `${objectId}.${tenantId}`,
        username: "adele@contoso.onmicrosoft.com",
        tenantId,
      });
      expect(outcome.claims).to.include({ nonce: "the nonce", oid: objectId });
      expect(outcome.scopes).to.include(scope);
      expect(outcome.silent).to.deep.equal({ fromCache: true, forced: false });
    } finally {
      await authority.remove();
      await entra.close();
    }
  });
});
