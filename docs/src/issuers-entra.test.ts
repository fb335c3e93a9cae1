import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import express, { type Express } from "express";
import request from "supertest";
import * as page from "./issuers-entra.js";
import { standIn } from "./stand-in.js";

const [ONE, TWO] = ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "bbbbcccc-1111-dddd-2222-eeee3333ffff"];
const PUBLIC = "https://login.microsoftonline.com";

describe("issuers: Entra", () => {
  let one: Entra;
  let two: Entra;
  before(async () => {
    const products = { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } };
    const clients = { contoso: { products: ["starter"] } };
    one = await startEntra({ tenantId: ONE, products, clients });
    two = await startEntra({ tenantId: TWO, products, clients });
  });
  after(() => Promise.all([one.close(), two.close()]));

  /** A tenant's documents, for addresses below `at`. */
  const tenant = (entra: Entra, at: string, segment = entra.tenantId) => ({
    at: `${at}/${segment}/`,
    local: `${entra.origin}/${segment}/`,
    renamed: [[entra.origin, at]] as const,
  });
  const token = (entra: Entra, iss: string, wish: object = {}) =>
    entra.tokenFor({ client: "contoso", product: "starter", claims: { iss, ...wish } });
  const v2 = (login: string, id: string) => `${login}/${id}/v2.0`;

  function app(options: ProductAuthOptions<"starter">, fetch: typeof globalThis.fetch): Express {
    const auth = productAuth({ ...options, fetch });
    return express().get("/", auth.requireProduct("starter"), (_req, res) => void res.send("in"));
  }
  const status = async (api: Express, sent: string, wanted: number) =>
    void (await request(api).get("/").auth(sent, { type: "bearer" }).expect(wanted));

  it("one tenant", async () => {
    const api = app(page.oneTenant, standIn(tenant(one, PUBLIC)));
    await status(api, await token(one, v2(PUBLIC, ONE)), 200);
    await status(api, await token(two, v2(PUBLIC, TWO)), 401);
  });
  it("one tenant, strictly", async () => {
    const api = app(page.strict, standIn(tenant(one, PUBLIC)));
    await status(api, await token(one, v2(PUBLIC, ONE), { idtyp: "app" }), 200);
    await status(api, await token(one, v2(PUBLIC, ONE)), 401);
    const old = { client: "contoso", product: "starter", version: 1, claims: { idtyp: "app" } } as const;
    await status(api, await one.tokenFor(old), 401);
  });
  it("several tenants", async () => {
    const api = app(page.severalTenants, standIn(tenant(one, PUBLIC), tenant(two, PUBLIC)));
    await status(api, await token(one, v2(PUBLIC, ONE)), 200);
    await status(api, await token(two, v2(PUBLIC, TWO)), 200);
    await status(api, await token(one, v2(PUBLIC, TWO), { tid: TWO }), 401);
  });
  it("organizations", async () => {
    const api = app(page.organizations, standIn(tenant(one, PUBLIC, "organizations")));
    await status(api, await token(one, v2(PUBLIC, ONE)), 200);
    await status(api, await token(one, v2(PUBLIC, TWO), { tid: TWO }), 200);
    const other = "99998888-7777-4666-8555-444433332222";
    await status(api, await token(one, v2(PUBLIC, other), { tid: other }), 401);
  });
  it("an application with its own signing key", async () => {
    // The other issuer on this machine plays the documents with ?appid=, and so the key of the application.
    const query = `v2.0/.well-known/openid-configuration?appid=55556666-ffff-7777-aaaa-8888bbbb9999`;
    const renamed = [
      [`${two.origin}/${TWO}/discovery`, `${PUBLIC}/own/discovery`],
      [`${two.origin}/${TWO}`, `${PUBLIC}/${ONE}`],
      [two.origin, PUBLIC],
    ] as const;
    const own = { at: `${PUBLIC}/${ONE}/${query}`, local: `${two.origin}/${TWO}/${query}`, renamed };
    const keys = { at: `${PUBLIC}/own/`, local: `${two.origin}/${TWO}/`, renamed };
    const api = app(page.ownSigningKey, standIn(own, keys, tenant(one, PUBLIC)));
    await status(api, await token(two, v2(PUBLIC, ONE), { tid: ONE }), 200);
    await status(api, await token(one, v2(PUBLIC, ONE)), 401);
  });
  it("a national cloud", async () => {
    const login = "https://login.microsoftonline.us";
    const api = app(page.nationalCloud, standIn(tenant(one, login)));
    await status(api, await token(one, v2(login, ONE)), 200);
    await status(api, await token(one, v2(PUBLIC, ONE)), 401);
  });
  it("External ID", async () => {
    const [asked, named] = ["https://contoso.ciamlogin.com", `https://${ONE}.ciamlogin.com`];
    const place = tenant(one, asked);
    const renamed = [
      [`${one.origin}/${ONE}/v2.0`, `${named}/${ONE}/v2.0`],
      [`${one.origin}/{tenantid}/v2.0`, `${named}/${ONE}/v2.0`],
      [one.origin, asked],
    ] as const;
    const api = app(page.externalId, standIn({ ...place, renamed }));
    await status(api, await token(one, v2(named, ONE)), 200);
    await status(api, await token(one, v2(asked, ONE)), 401);
  });
});
