import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt } from "jose";
import { redeem, send, signIn, startSignIn } from "./sign-in.js";

describe("userinfo", () => {
  let entra: Entra;
  let url: string;
  before(async () => {
    entra = await startSignIn();
    url = `${entra.origin}/oidc/userinfo`;
  });
  afterEach(() => entra.clock.reset());
  after(() => entra.close());

  const ask = (token: string, method = "GET") =>
    fetch(url, { method, headers: { Authorization: `Bearer ${token}`, Origin: "https://app.example" } });

  it("200 has the profile, with the subject of the id_token, by GET and POST, for any origin", async () => {
    const { body } = await redeem(entra, await signIn(entra, "adele"));
    for (const method of ["GET", "POST"]) {
      const answer = await ask(body.access_token!, method);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get("access-control-allow-origin")).to.equal("*");
      expect(await answer.json()).to.deep.equal({
        ...{ sub: decodeJwt(String(body["id_token"])).sub, name: "Adele Vance" },
        ...{ family_name: "Vance", given_name: "Adele" },
        picture: "https://graph.microsoft.com/v1.0/me/photo/$value",
        email: "adele@contoso.onmicrosoft.com",
      });
    }
  });

  it("200 has the subject alone without profile and email", async () => {
    const { body } = await redeem(entra, await signIn(entra, "adele", { scope: "openid" }));
    expect(Object.keys((await (await ask(body.access_token!)).json()) as object)).to.deep.equal(["sub"]);
  });

  it("401 without a token, with a product's token, and after the token has expired", async () => {
    const without = await fetch(url);
    expect([without.status, without.headers.get("www-authenticate")]).to.deep.equal([401, "Bearer"]);
    expect(
      (await ask(await entra.tokenFor({ client: "portal", product: "orders", delegated: true }))).status,
    ).to.equal(401);
    const { body } = await redeem(entra, await signIn(entra, "adele"));
    entra.clock.advance(5401);
    const expired = await ask(body.access_token!);
    expect(expired.status).to.equal(401);
    expect(await expired.json()).to.have.nested.property("error.code", "InvalidAuthenticationToken");
  });

  it("204 for a preflight, 405 for another method", async () => {
    const preflight = await fetch(url, { method: "OPTIONS", headers: { Origin: "https://app.example" } });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get("access-control-allow-headers")).to.include("authorization");
    expect((await ask("x", "DELETE")).status).to.equal(405);
  });

  it("has faults and counts", async () => {
    entra.requests.clear();
    entra.faults.outage({ path: "userinfo" });
    expect((await ask("x")).status).to.equal(503);
    entra.faults.clear();
    expect(entra.requests.count("userinfo")).to.equal(1);
  });
});

describe("logout", () => {
  let entra: Entra;
  let url: string;
  before(async () => {
    entra = await startSignIn();
    url = `${entra.origin}/${entra.tenantId}/oauth2/v2.0/logout`;
  });
  after(() => entra.close());

  const leave = (fields: Record<string, string>) => send(`${url}?${new URLSearchParams(fields).toString()}`);
  const bye = { post_logout_redirect_uri: "https://app.example/bye" };

  it("302 to a registered address, with state", async () => {
    expect((await leave({ ...bye, state: "a b" })).location!.href).to.equal(
      "https://app.example/bye?state=a+b",
    );
    const own = await leave({ post_logout_redirect_uri: "http://localhost:8080/bye?from=entra" });
    expect(own.location!.href).to.equal("http://localhost:8080/bye?from=entra");
    expect((await send(url, bye)).location!.href).to.equal("https://app.example/bye");
  });

  it("302 for the client of id_token_hint or client_id, though the token has expired", async () => {
    const id_token_hint = await entra.idTokenFor({ client: "portal", user: "adele", claims: { exp: 1 } });
    const client_id = entra.clients["portal"]!.appId;
    expect((await leave({ ...bye, id_token_hint, client_id })).status).to.equal(302);
  });

  it("200 a page for every other address, and for another client", async () => {
    const foreign = await entra.idTokenFor({ client: "closed", user: "adele" });
    for (const fields of [
      {},
      { post_logout_redirect_uri: "https://evil.example/" },
      { post_logout_redirect_uri: "http://localhost:3000/cb" }, // registered for sign-in only
      { ...bye, client_id: entra.clients["closed"]!.appId },
      { ...bye, id_token_hint: foreign },
      { ...bye, id_token_hint: "garbage" },
    ]) {
      const { status, location, text } = await leave(fields as Record<string, string>);
      expect([status, location]).to.deep.equal([200, undefined]);
      expect(text).to.include("<h1>You signed out of your account</h1>");
    }
    const twice = await send(
      `${url}?${new URLSearchParams([...Object.entries(bye), ...Object.entries(bye)]).toString()}`,
    );
    expect(twice.status).to.equal(200);
  });

  it("400 for an unknown tenant, 405 for another method", async () => {
    expect((await send(`${entra.origin}/nowhere/oauth2/v2.0/logout`)).text).to.include("AADSTS900023:");
    expect((await fetch(url, { method: "DELETE" })).status).to.equal(405);
  });
});
