import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import express, { type Express } from "express";
import request from "supertest";
import * as page from "./issuers-openid.js";
import { standIn, type Place } from "./stand-in.js";

const AUDIENCE = "https://orders.contoso.example";

// The emulator's documents, at the addresses of others: any OpenID issuer publishes the same two.
describe("issuers: any OpenID issuer", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      products: { orders: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999", roles: ["Orders.Use"] } },
      clients: { contoso: { products: ["orders"] } },
    });
  });
  after(() => entra.close());

  const keys = () => `${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`;
  /** The document of an issuer, and all else at its host. */
  const host = (issuer: string): Place[] => {
    const { origin } = new URL(issuer);
    const renamed = [[`"${entra.issuer}"`, `"${issuer}"`] as const, [entra.origin, origin] as const];
    const at = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    return [
      { at, local: entra.discoveryUrl, renamed },
      { at: origin, local: entra.origin, renamed: [] },
    ];
  };

  function app(options: ProductAuthOptions<"orders">, ...places: Place[]): Express {
    const auth = productAuth({ ...options, fetch: standIn(...places) });
    const api = express();
    api.get("/", auth.requireProduct("orders"), (_req, res) => {
      res.send(res.locals.productAuth.client?.id);
    });
    return api;
  }
  const sign = (iss: string, claims: object) =>
    entra.sign({ iss, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 600, ...claims });
  const answers = async (api: Express, token: string, status: number, client?: string) => {
    const answer = await request(api).get("/").auth(token, { type: "bearer" }).expect(status);
    if (client !== undefined && answer.text !== client) throw new Error(`${client}, not ${answer.text}`);
  };

  it("a JWT access token as RFC 9068 has it", async () => {
    const issuer = "https://login.contoso.example";
    const api = app(page.anyIssuer, ...host(issuer));
    const batch = { client_id: "batch", sub: "batch" };
    await answers(api, await sign(issuer, { ...batch, roles: ["use:orders"] }), 200, "batch");
    await answers(api, await sign(issuer, batch), 403);
    await answers(api, await sign(issuer, { ...batch, sub: "adele", roles: ["use:orders"] }), 401);
  });
  it("claims elsewhere: a path, an object's members, a function", async () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => `https://${name}.contoso.example`) as [
      string,
      string,
      string,
    ];
    const api = app(page.claimsElsewhere, ...host(a), ...host(b), ...host(c));
    const batch = { client_id: "batch", sub: "batch", roles: ["use:orders"] };
    await answers(api, await sign(a, { ...batch, realm_access: { roles: ["use:orders"] } }), 200, "batch");
    await answers(
      api,
      await sign(b, { ...batch, "urn:contoso:roles": { "use:orders": true } }),
      200,
      "batch",
    );
    await answers(api, await sign(b, { ...batch, "urn:contoso:roles": { "use:orders": false } }), 403);
    await answers(api, await sign(c, { ...batch, groups: ["order-clerks"] }), 200, "batch");
    for (const issuer of [a, b, c]) await answers(api, await sign(issuer, batch), 403);
  });
  it("tokens without aud", async () => {
    const issuer = "https://login.contoso.example";
    const api = app(page.noAudience, ...host(issuer));
    const batch = {
      aud: undefined,
      client_id: "batch",
      sub: "batch",
      roles: ["use:orders"],
      token_use: "access",
    };
    await answers(api, await sign(issuer, batch), 200, "batch");
    await answers(api, await sign(issuer, { ...batch, aud: "batch" }), 401);
    await answers(api, await sign(issuer, { ...batch, client_id: "other" }), 401);
    await answers(api, await sign(issuer, { ...batch, token_use: "id" }), 403);
  });
  it("an issuer inside the cluster, over http", async () => {
    const certs = "/realms/orders/protocol/openid-connect/certs";
    const inside = createServer((req, res) => {
      if (req.url !== certs) return void res.writeHead(404).end();
      void fetch(keys()).then(async (answer) => res.end(await answer.text()));
    });
    await new Promise<void>((listening) => inside.listen(0, "127.0.0.1", listening));
    const { port } = inside.address() as AddressInfo;
    const auth = productAuth(page.inCluster(`http://127.0.0.1:${port}`));
    const api = express().get("/", auth.requireProduct("orders"), (_req, res) => {
      res.send(res.locals.productAuth.client?.id);
    });
    const batch = { client_id: "batch", sub: "batch", roles: ["use:orders"] };
    await answers(api, await sign("https://login.contoso.example/realms/orders", batch), 200, "batch");
    await answers(api, await sign(`http://127.0.0.1:${port}/realms/orders`, batch), 401);
    await auth.close();
    await new Promise((closed) => inside.close(closed));
  });
  it("several issuers, and Entra", async () => {
    const [first, second] = ["https://login.contoso.example", "urn:contoso:batch"];
    const [batch, role] = [{ client_id: "batch", sub: "batch" }, ["Orders.Use"]];
    const api = app({ ...page.severalIssuers, authorityHost: entra.origin }, ...host(first), {
      at: "https://batch.contoso.example/keys",
      local: keys(),
      renamed: [],
    });
    await answers(api, await sign(first, { ...batch, roles: role }), 200, "batch");
    await answers(api, await sign(second, { ...batch, permissions: role }), 200, "batch");
    await answers(api, await sign(second, { ...batch, roles: role }), 403);
    const entras = await entra.tokenFor({ client: "contoso", product: "orders" });
    await answers(api, entras, 200, entra.clients["contoso"]!.appId);
    await answers(api, await sign("urn:nobody", { ...batch, roles: role }), 401);
  });
});
