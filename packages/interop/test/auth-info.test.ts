import { createServer, type Server } from "node:http";
import type { Entra } from "@product-auth/emulator";
import { productAuth } from "@product-auth/express";
import { trustAuthInfo } from "@product-auth/passport";
import {
  expectRefused,
  badToken,
  lacks,
  listening,
  noToken,
  startTestEntra,
  stopped,
} from "@product-auth/testkit/adapter";
import { expect } from "chai";
import express, { type RequestHandler } from "express";
import passport, { type Strategy } from "passport";
import request from "supertest";

/** What a strategy hands on as `info`, given the token; it verifies nothing, so that any token can be tried. */
type Info = (token: string) => object | undefined;

const claimsIn = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;

const handing = (info: Info): Strategy => ({
  authenticate(req) {
    this.success({ id: 1 }, info(req.headers.authorization?.split(" ")[1] ?? ""));
  },
});

describe("guards over req.authInfo", () => {
  let entra: Entra;
  const servers: Server[] = [];
  before(async () => void (entra = await startTestEntra()));
  after(async () => {
    await Promise.all(servers.map(stopped));
    await entra.close();
  });

  /** The answer of a guarded route behind what stands before the guard. */
  async function tried(before: readonly RequestHandler[], token?: string, client = "contoso") {
    const { tenantId, origin: authorityHost, products } = entra;
    const auth = productAuth(
      trustAuthInfo({
        tenantId,
        authorityHost,
        products: { starter: { displayName: "Starter", audience: products["starter"]!.audience } },
      }),
    );
    const app = express().set("env", "test");
    app.get("/orders", ...before, auth.requireProduct("starter"), (_req, res) => {
      res.json({ for: res.locals.productAuth.client?.id });
    });
    const server = await listening(createServer(app));
    servers.push(server);
    const bearer = token ?? (await entra.tokenFor({ client, product: "starter" }));
    return request(server).get("/orders").auth(bearer, { type: "bearer" });
  }
  const behind = (info: Info, options: passport.AuthenticateOptions = {}): RequestHandler => {
    const mine = new passport.Passport();
    mine.use("another", handing(info));
    return mine.authenticate("another", { session: false, ...options }) as RequestHandler;
  };

  it("200 for the claims of the token", async () => {
    const answer = await tried([behind(claimsIn)]);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.equal({ for: entra.clients["contoso"]!.appId });
  });
  it("403 without the product's role", async () =>
    expectRefused(await tried([behind(claimsIn)], undefined, "stranger"), lacks("Product.Starter.All")));

  for (const [what, links] of Object.entries<() => readonly RequestHandler[]>({
    "no strategy before the guard": () => [],
    "done(null, user): no claims handed on": () => [behind(() => undefined)],
    "a strategy that hands on something else": () => [behind(() => ({ scope: "all" }))],
    "the claims in a part of it": () => [behind((token) => ({ token: claimsIn(token) }))],
    "the claims and more": () => [behind((token) => ({ ...claimsIn(token), plan: "gold" }))],
    "some of the claims": () => [behind((token) => ({ ...claimsIn(token), uti: undefined }))],
    "authInfo: false": () => [behind(claimsIn, { authInfo: false })],
    "another property for the user, and no authInfo": () => [
      behind(claimsIn, { assignProperty: "account", authInfo: false }),
    ],
  }))
    it(`401: ${what}`, async () => expectRefused(await tried(links()), badToken));
  it("401: claims of another token of the same client", async () => {
    const other = await entra.tokenFor({ client: "contoso", product: "starter" });
    expectRefused(await tried([behind(() => claimsIn(other))]), badToken);
  });
  it("401: claims, but no token in the request", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    const strip: RequestHandler = (req, _res, next) => {
      req.rawHeaders = [];
      next();
    };
    expectRefused(await tried([behind(() => claimsIn(token)), strip]), noToken);
  });
  it("200 for a forged token that the strategy lets through: that is the trust placed in it", async () => {
    const forged = await entra.flawed.wrongSignature({ client: "contoso", product: "starter" });
    expect((await tried([behind(claimsIn)], forged)).status).to.equal(200);
    expectRefused(await tried([], forged), badToken);
  });
});
