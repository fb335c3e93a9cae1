import { createServer, type RequestListener, type Server } from "node:http";
import { startEntra, type Entra } from "@product-auth/emulator";
import { ProductAuthStrategy } from "@product-auth/passport";
import { expectRefused, lacks, listening, stopped } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import passport from "passport";
import request from "supertest";
import { createApp, createFullApp } from "./readme.js";

describe("the README of @product-auth/passport", () => {
  let entra: Entra;
  const servers: Server[] = [];
  const served = async (app: RequestListener) => {
    const server = await listening(createServer(app));
    servers.push(server);
    return request(server);
  };
  const tokenOf = (client: string) => entra.tokenFor({ client, product: "starter" });

  before(async () => {
    entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] }, stranger: {} },
    });
  });
  after(async () => {
    await Promise.all(servers.map(stopped));
    await entra.close();
    passport.unuse("product-auth").unuse("basic");
  });

  it("protects a route", async () => {
    const app = await served(createApp({ tenantId: entra.tenantId, authorityHost: entra.origin }));
    await app.get("/health").expect(200, "ok");
    await app.get("/orders").expect(401, "Unauthorized").expect("www-authenticate", "Bearer");
    const answer = await app.get("/orders").auth(await tokenOf("contoso"), { type: "bearer" });
    expect(answer.body).to.deep.equal({ for: entra.clients["contoso"]!.appId });
  });
  it("answers in full, and beside another strategy", async () => {
    passport.use("basic", {
      authenticate() {
        this.fail("Basic realm=orders");
      },
    });
    const strategy = new ProductAuthStrategy({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
    });
    const app = await served(createFullApp(strategy));
    for (const path of ["/orders", "/reports"]) {
      const refused = await app.get(path).auth(await tokenOf("stranger"), { type: "bearer" });
      expectRefused(refused, lacks("Product.Starter.All"));
      expect((await app.get(path).auth(await tokenOf("contoso"), { type: "bearer" })).status).to.equal(200);
    }
    await app.get("/reports").expect(401).expect("www-authenticate", "Bearer, Basic realm=orders");
    await strategy.close();
  });
});
