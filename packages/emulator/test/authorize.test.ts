import { createHash } from "node:crypto";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt } from "jose";
import type { Fields } from "./request-token.js";
import { authorize, options, send, signIn, startSignIn } from "./sign-in.js";

describe("authorize", () => {
  let entra: Entra;
  before(async () => {
    entra = await startSignIn();
  });
  afterEach(() => entra.clock.reset());
  after(() => entra.close());

  const client = (name: string, redirect_uri: string): Fields => ({
    client_id: entra.clients[name]!.appId,
    redirect_uri,
  });

  describe("200 the account picker", () => {
    it("has a button for each user, with the user principal name, and Cancel", async () => {
      const { status, text } = await authorize(entra);
      expect(status).to.equal(200);
      expect(text).to.include("<h1>Pick an account</h1>").and.include(">Cancel</button>");
      for (const { userPrincipalName } of Object.values(entra.users))
        expect(text).to.include(`<span>${userPrincipalName}</span></button>`);
      expect(text.match(/<button name="user"/g)).to.have.length(Object.keys(options.users!).length);
      expect(text).to.not.include("Create an account");
    });

    it("escapes what it shows", async () => {
      const { text } = await authorize(entra, { state: `"><script>alert(1)</script>` });
      expect(text).to.include("&lt;b&gt;&quot;Alex&quot; &amp; &#39;co&#39;&lt;/b&gt;");
      expect(text).to.not.include("<b>").and.not.include("<script");
    });

    it("runs no script, is framed by no site and stored by no cache", async () => {
      const { headers } = await authorize(entra);
      expect(headers.get("content-security-policy")).to.equal(
        "default-src 'none'; style-src 'self'; form-action http: https:; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get("cache-control")).to.equal("no-store");
      expect(headers.get("x-content-type-options")).to.equal("nosniff");
      const style = await send(`${entra.origin}/emulator/style.css`);
      expect([style.status, style.headers.get("content-type")]).to.deep.equal([
        200,
        "text/css; charset=utf-8",
      ]);
    });

    it("lists the user of login_hint first", async () => {
      for (const login_hint of ["MEGAN@example.com", "eve@fabrikam.example"]) {
        const { text } = await authorize(entra, { login_hint });
        expect(/<span>([^<]+)<\/span>/.exec(text)![1]!.toLowerCase()).to.equal(login_hint.toLowerCase());
      }
    });

    it("is served for the tenant's domain, common and organizations", async () => {
      for (const tenant of [entra.tenantDomain, "common", "organizations"])
        expect((await authorize(entra, {}, undefined, tenant)).status).to.equal(200);
    });

    it("counts as a request to authorize", async () => {
      entra.requests.clear();
      await authorize(entra);
      expect(entra.requests.count("authorize")).to.equal(1);
    });
  });

  describe("302 with a code", () => {
    it("in the query, with state, and never stored", async () => {
      const { status, location, members, headers } = await authorize(entra, {}, { user: "adele" });
      expect(status).to.equal(302);
      expect(`${location!.origin}${location!.pathname}`).to.equal("http://localhost:3000/cb");
      expect(Object.keys(members)).to.deep.equal(["code", "session_state", "state"]);
      expect(members["state"]).to.equal("the state");
      expect(headers.get("cache-control")).to.equal("no-store");
    });

    it("in the fragment", async () => {
      const { location } = await authorize(entra, { response_mode: "fragment" }, { user: "adele" });
      expect(location!.search).to.equal("");
      expect(new URLSearchParams(location!.hash.slice(1)).get("state")).to.equal("the state");
    });

    it("in a form that posts itself, with the one script that its policy names", async () => {
      const state = `"'><script>`;
      const { status, text, headers } = await authorize(
        entra,
        { response_mode: "form_post", state },
        { user: "adele" },
      );
      expect(status).to.equal(200);
      expect(text).to.include(`<form method="post" action="http://localhost:3000/cb">`);
      expect(text).to.match(/<input type="hidden" name="code" value="1\.[^"]+" \/>/);
      expect(text).to.include(`name="state" value="&quot;&#39;&gt;&lt;script&gt;"`);
      expect(text).to.include("Continue</button>");
      const [, script] = /<script>([^]*)<\/script>/.exec(text)!;
      const hash = createHash("sha256").update(script!).digest("base64");
      expect(headers.get("content-security-policy")).to.include(`script-src 'sha256-${hash}';`);
    });

    it("at any port of localhost, and with the query of the registered address", async () => {
      const other = await authorize(entra, { redirect_uri: "http://localhost:4711/cb" }, { user: "adele" });
      expect(other.location!.host).to.equal("localhost:4711");
    });

    it("adds the slash that a registered address without a path lacks", async () => {
      const { location } = await authorize(entra, client("optional", "https://optional.example"), {
        user: "alex",
      });
      expect(location!.href).to.match(/^https:\/\/optional\.example\/\?code=/);
    });

    it("without state when the request has none", async () => {
      const { members } = await authorize(entra, { state: undefined }, { user: "adele" });
      expect(members).to.not.have.property("state");
    });

    it("for a user by name, user principal name in any case or object id", async () => {
      for (const user of ["adele", "ADELE@contoso.onmicrosoft.com", entra.users["adele"]!.objectId])
        expect(await signIn(entra, user)).to.match(/^1\.A/);
    });

    it("at once with autoSignIn", async () => {
      const automatic = await startSignIn({ autoSignIn: "adele" });
      expect((await authorize(automatic)).members).to.have.property("code");
      expect((await authorize(automatic, { prompt: "none" })).members["error"]).to.equal("login_required");
      await automatic.close();
    });
  });

  describe("400 a page, never a redirect", () => {
    const cases: [string, number, () => Fields, string?][] = [
      ["an unknown client", 700016, () => ({ client_id: "99998888-7777-4666-8555-444433332222" })],
      ["a client id that is no GUID", 700038, () => ({ client_id: "<portal>" })],
      ["no client id", 900144, () => ({ client_id: undefined })],
      ["a disabled client", 7000112, () => client("gone", "https://gone.example/cb")],
      ["a product instead of a client", 50011, () => ({ client_id: entra.products["orders"]!.appId })],
      ["no redirect address", 900144, () => ({ redirect_uri: undefined })],
      ["an address that is not registered", 50011, () => ({ redirect_uri: "https://evil.example/cb" })],
      ["another client's address", 50011, () => client("portal", "https://closed.example/cb")],
      ["an address with another path case", 50011, () => ({ redirect_uri: "http://localhost:3000/CB" })],
      [
        "an address with a query that is not registered",
        50011,
        () => ({ redirect_uri: "http://localhost:3000/cb?x" }),
      ],
      ["another scheme on localhost", 50011, () => ({ redirect_uri: "https://localhost:3000/cb" })],
      ["127.0.0.1 for localhost", 50011, () => ({ redirect_uri: "http://127.0.0.1:3000/cb" })],
      ["a port beyond 65535", 50011, () => ({ redirect_uri: "http://localhost:65536/cb" })],
      ["an unknown tenant", 90002, () => ({}), "99998888-7777-4666-8555-444433332222"],
      ["consumers", 90002, () => ({}), "consumers"],
      ["a malformed tenant", 900023, () => ({}), "nowhere"],
    ];
    for (const [what, code, fields, tenant] of cases)
      it(`AADSTS${code} for ${what}`, async () => {
        for (const choice of [undefined, { user: "adele" }]) {
          const { status, location, text } = await authorize(entra, fields(), choice, tenant);
          expect([status, location]).to.deep.equal([400, undefined]);
          expect(text).to.include("<h1>Sign in failed</h1>").and.include(`AADSTS${code}:`);
          expect(text).to.not.include("<portal>");
        }
      });

    it("AADSTS90100 for a parameter that is repeated", async () => {
      const url = `${entra.origin}/common/oauth2/v2.0/authorize?client_id=a&client_id=b`;
      expect((await send(url)).text).to.include("AADSTS90100:");
    });

    it("AADSTS50057 for a disabled user", async () => {
      const { status, text } = await authorize(entra, {}, { user: "blocked" });
      expect(status).to.equal(400);
      expect(text).to.include("AADSTS50057:");
    });

    it("AADSTS50105 for a user who is not assigned", async () => {
      const fields = client("closed", "https://closed.example/cb");
      const { status, text } = await authorize(entra, fields, { user: "alex" });
      expect(status).to.equal(400);
      expect(text).to.include("AADSTS50105:");
      expect((await authorize(entra, fields, { user: "adele" })).members).to.have.property("code");
    });

    it("AADSTS50034 for a user who does not exist", async () => {
      for (const user of ["nobody@example.com", "__proto__", ""])
        expect((await authorize(entra, {}, { user })).text).to.include("AADSTS50034:");
    });

    it("405 AADSTS900561 for another method", async () => {
      const url = `${entra.origin}/${entra.tenantId}/oauth2/v2.0/authorize`;
      const response = await fetch(url, { method: "PUT" });
      expect(response.status).to.equal(405);
      expect(await response.text()).to.include("AADSTS900561:");
    });

    it("413 for a form above the limit", async () => {
      expect((await authorize(entra, {}, { user: "x".repeat(70_000) })).status).to.equal(413);
    });
  });

  describe("302 with an error and state", () => {
    const spa = "https://app.example/spa";
    const cases: [string, string, number, () => Fields][] = [
      ["no response type", "invalid_request", 900144, () => ({ response_type: undefined })],
      ["response type id_token", "unsupported_response_type", 70005, () => ({ response_type: "id_token" })],
      ["an unknown response mode", "invalid_request", 70007, () => ({ response_mode: "web_message" })],
      ["no scope", "invalid_scope", 70011, () => ({ scope: undefined })],
      ["a blank scope", "invalid_scope", 70011, () => ({ scope: " " })],
      ["an unknown resource", "invalid_resource", 500011, () => ({ scope: "api://nothing/Read" })],
      ["a disabled resource", "invalid_resource", 500014, () => ({ scope: `${audience("off")}/.default` })],
      ["an unknown scope", "invalid_client", 650053, () => ({ scope: `${audience("orders")}/Orders.Drop` })],
      [
        "a page without challenge",
        "invalid_request",
        9002325,
        () => ({ redirect_uri: spa, code_challenge: undefined }),
      ],
      ["a short challenge", "invalid_request", 501491, () => ({ code_challenge: "short" })],
      ["an unknown challenge method", "invalid_request", 90100, () => ({ code_challenge_method: "S512" })],
      ["prompt=none", "login_required", 50058, () => ({ prompt: "none" })],
      ["an unknown prompt", "invalid_request", 90023, () => ({ prompt: "please" })],
    ];
    const audience = (product: string): string => entra.products[product]!.audience;
    for (const [what, error, code, fields] of cases)
      it(`${error} AADSTS${code} for ${what}`, async () => {
        const { status, members } = await authorize(entra, fields());
        expect(status).to.equal(302);
        expect(members).to.include({ error, state: "the state" });
        expect(members["error_description"]).to.match(new RegExp(`^AADSTS${code}: .+ Trace ID: `));
        expect(members["error_uri"]).to.equal(`https://login.microsoftonline.com/error?code=${code}`);
      });

    it("bounds what it repeats of the request", async () => {
      const { location } = await authorize(entra, { response_type: "x".repeat(9000) });
      expect(location!.href.length).to.be.lessThan(2000);
    });

    it("access_denied AADSTS65004 for Cancel, in every response mode", async () => {
      const { members } = await authorize(entra, {}, { cancel: "true" });
      expect(members).to.include({ error: "access_denied", error_subcode: "cancel", state: "the state" });
      expect(members["error_description"]).to.match(/^AADSTS65004: /);
      const fragment = await authorize(entra, { response_mode: "fragment" }, { cancel: "true" });
      expect(fragment.location!.hash).to.include("error=access_denied");
      const form = await authorize(entra, { response_mode: "form_post" }, { cancel: "true" });
      expect(form.text).to.include(`name="error" value="access_denied"`);
    });

    it("consent_required AADSTS65001 for a client that needs consent, keeping the address's query", async () => {
      const fields = client("asking", "https://asking.example/cb?x=1");
      const { location, members } = await authorize(entra, fields, { user: "adele" });
      expect(members).to.include({ error: "consent_required", x: "1" });
      expect(location!.host).to.equal("asking.example");
    });
  });

  describe("Create an account", () => {
    let open: Entra;
    before(async () => {
      open = await startSignIn({ selfServiceSignUp: true });
    });
    after(() => open.close());

    const created = { create: "true", email: "new@example.com", given_name: "Nia", surname: "New" };

    it("is a link to a form with E-mail, Given name and Surname", async () => {
      const { text } = await authorize(open);
      const [, href] = /<a href="([^"]+)">Create an account<\/a>/.exec(text)!;
      const page = await send(`${open.origin}${href!.replaceAll("&amp;", "&")}`);
      expect(page.text)
        .to.match(/<label\s*>E-mail/)
        .and.match(/<label\s*>Given name/)
        .and.match(/<label\s*>Surname/);
      expect(page.text).to.include(">Create account</button>");
      const [, action] = /action="([^"]+)"/.exec(page.text)!;
      const done = await send(`${open.origin}${action!.replaceAll("&amp;", "&")}`, created);
      expect(done.members).to.have.property("code");
      expect((await authorize(open)).text).to.include("<span>new@example.com</span>");
    });

    it("refuses a taken, a malformed and a long address, and keeps what was entered", async () => {
      for (const email of [
        "NEW@example.com",
        "megan@example.com",
        "<b>",
        "a@b,c@d",
        "a\u0001@b",
        `${"a".repeat(250)}@b.example`,
      ]) {
        const { status, text } = await authorize(open, {}, { ...created, email });
        expect(status, email).to.equal(400);
        expect(text).to.include(`role="alert"`).and.include(`value="Nia"`).and.not.include("<b>");
      }
    });

    it("makes a guest of the social identity provider whose button was pressed, else of a one-time passcode", async () => {
      for (const [create, idp] of [
        ["true", "mail"],
        ["google.com", "google.com"],
        ["facebook.com", "facebook.com"],
        ["https://other.example", "mail"],
      ] as const) {
        const email = `${create.replaceAll(/\W/g, "")}@people.example`;
        expect((await authorize(open, {}, { ...created, create, email })).members).to.have.property("code");
        const idToken = await open.idTokenFor({ client: "portal", user: email });
        expect(decodeJwt(idToken)).to.include({ acct: 1, idp, email });
      }
    });

    it("does nothing without selfServiceSignUp", async () => {
      const { text } = await authorize(entra, { emulator_sign_up: "true" });
      expect(text).to.include("Pick an account");
      expect((await authorize(entra, {}, created)).text).to.include("AADSTS50034:");
    });
  });
});
