import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { decodeJwt } from "jose";
import type { EntraOptions } from "@product-auth/emulator";
// #region start
import { startEntra } from "@product-auth/emulator";

const entra = await startEntra({
  products: { starter: {}, pro: { appRoleAssignmentRequired: true } },
  clients: { contoso: { products: ["starter"] } },
});

const answer = await fetch(entra.tokenUrl, {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "client_credentials",
    client_id: entra.clients["contoso"]!.appId,
    client_secret: entra.clients["contoso"]!.secret,
    scope: `${entra.products["starter"]!.audience}/.default`,
  }),
});
// #endregion

describe("the README", () => {
  after(() => entra.close());
  afterEach(() => {
    entra.faults.clear();
    entra.clock.reset();
  });

  it("starts and asks for a token", async () => {
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.have.property("access_token");
  });

  it("wishes for tokens", async () => {
    // #region wishes
    const good = await entra.tokenFor({ client: "contoso", product: "starter" });
    const roleless = await entra.tokenFor({ client: "contoso", product: "pro" });
    const old = await entra.tokenFor({ client: "contoso", product: "starter", version: 1 });
    const user = await entra.tokenFor({
      client: "contoso",
      product: "starter",
      delegated: { scopes: ["Orders.Read"], user: "adele.vance" },
    });
    const odd = await entra.tokenFor({
      client: "contoso",
      product: "starter",
      claims: { ver: "3.0", azp: undefined },
    });
    const forged = await entra.flawed.wrongSignature();
    // #endregion
    expect(decodeJwt(good)["roles"]).to.deep.equal(["Product.Starter.All"]);
    expect(decodeJwt(roleless)).to.not.have.property("roles");
    expect(decodeJwt(old)["ver"]).to.equal("1.0");
    expect(decodeJwt(user)["scp"]).to.equal("Orders.Read");
    expect(decodeJwt(odd)).to.include({ ver: "3.0" }).and.not.have.property("azp");
    expect(forged.split(".")).to.have.length(3);
  });

  it("rotates keys", async () => {
    // #region rotation
    const before = entra.keys.signingKid;
    const next = await entra.keys.publish(); // listed, does not sign yet
    entra.keys.signWith(next); // signs, the old one is still listed
    entra.keys.retire(before); // tokens of the old one are refused now
    // #endregion
    expect(entra.keys.published().map(({ kid }) => kid))
      .to.include(next)
      .and.not.include(before);
  });

  it("disturbs", async () => {
    // #region faults
    entra.faults.outage({ path: "keys" }); // 503 for the keys alone
    entra.faults.outage({ refuse: true }); // drops every connection
    entra.faults.slow(2000, "discovery"); // milliseconds
    entra.faults.hang("token");
    entra.faults.garbage("html", "keys"); // a captive portal's page
    entra.faults.throttle(30); // 429 with Retry-After
    entra.faults.clear();

    entra.clock.advance(-7200); // tokens issued from now on have expired already
    entra.requests.count("keys"); // how often they were fetched
    // #endregion
    expect((await fetch(entra.discoveryUrl)).status).to.equal(200);
    expect(entra.requests.list()).to.not.be.empty;
  });

  it("signs users in", async () => {
    // #region sign-in
    const portal = await startEntra({
      clients: {
        portal: {
          redirectUris: { web: ["http://localhost:3000/callback"] },
          appRoles: ["Portal.Admin"],
          idTokenClaims: ["given_name", "family_name"],
        },
      },
      users: {
        adele: { givenName: "Adele", surname: "Vance", roles: { portal: ["Portal.Admin"] } },
        megan: { email: "megan@example.com", guest: { idp: "google.com" } },
      },
    });

    const authorizeUrl = new URL(`${portal.origin}/${portal.tenantId}/oauth2/v2.0/authorize`);
    authorizeUrl.search = new URLSearchParams({
      client_id: portal.clients["portal"]!.appId,
      response_type: "code",
      redirect_uri: "http://localhost:3000/callback",
      scope: "openid profile email",
    }).toString();

    // What the account picker does when a person picks Adele.
    const choice = new URLSearchParams({ user: "adele" });
    const reply = await fetch(authorizeUrl, { method: "POST", body: choice, redirect: "manual" });
    const callback = reply.headers.get("location"); // http://localhost:3000/callback?code=…

    // An id_token without a request.
    const idToken = await portal.idTokenFor({ client: "portal", user: "megan", nonce: "n-0S6_WzA2Mj" });
    // #endregion
    expect(callback).to.match(/^http:\/\/localhost:3000\/callback\?code=/);
    expect(decodeJwt(idToken)).to.include({ idp: "google.com", nonce: "n-0S6_WzA2Mj" });
    await portal.close();
  });

  it("registers applications through Graph", async () => {
    // #region graph
    const tenant = await startEntra({
      clients: { provisioner: { graphRoles: ["Application Administrator"] } },
    });
    const { appId, secret } = tenant.clients["provisioner"]!;
    const scope = "https://graph.microsoft.com/.default";
    const credentials = { grant_type: "client_credentials", client_id: appId, client_secret: secret, scope };
    const issued = await fetch(tenant.tokenUrl, { method: "POST", body: new URLSearchParams(credentials) });
    const { access_token } = (await issued.json()) as { access_token: string };

    const created = await fetch(`${tenant.graphUrl}/applications(uniqueName='orders-batch')`, {
      method: "PATCH",
      headers: {
        Authorization: `Bearer ${access_token}`,
        "Content-Type": "application/json",
        Prefer: "create-if-missing",
      },
      body: JSON.stringify({ displayName: "Orders batch" }),
    });

    tenant.faults.replication(5); // what is younger than 5 s is unknown to Graph and to /token
    tenant.faults.throttle(10, "graph"); // 429 with Retry-After
    tenant.faults.lifetimePolicy(180); // refuses secrets that live longer, in days
    tenant.faults.break({ call: 2, how: "answer-lost", operation: "addPassword" });
    tenant.faults.clear();
    // #endregion
    expect(created.status).to.equal(201);
    expect(await created.json()).to.deep.include({ displayName: "Orders batch", uniqueName: "orders-batch" });
    await tenant.close();
  });

  it("sets faults by HTTP", async () => {
    const controlled = await startEntra({ controls: true });
    // #region controls
    const faults = { clear: true, outage: { path: "token", status: 503 }, slow: { milliseconds: 200 } };
    const set = await fetch(`${controlled.origin}/emulator/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(faults),
    });
    // #endregion
    expect(set.status).to.equal(204);
    await controlled.close();
  });

  it("shows a config file that starts", async () => {
    const page = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const [, json] = /```json\n([^]+?)```/.exec(page)!;
    const configured = await startEntra({ ...(JSON.parse(json!) as EntraOptions), port: 0 });
    expect(Object.keys(configured.products)).to.deep.equal(["starter", "pro"]);
    await configured.close();
  });
});
