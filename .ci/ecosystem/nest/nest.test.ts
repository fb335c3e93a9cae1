// NestJS in both forms, over HTTP.
import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { Injectable, type INestApplication } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { PassportStrategy } from "@nestjs/passport";
import { startEntra, type Entra } from "@product-auth/emulator";
import { ConfigurationError, ProductAuthStrategy } from "@product-auth/passport";
import { AppModule } from "./app.module.js";
import { createApp as createAppWithMiddleware } from "./middleware.module.js";

let entra: Entra;
before(async () => {
  entra = await startEntra({
    products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
    clients: { contoso: { products: ["starter"] }, fabrikam: {} },
  });
});
after(() => entra.close());

const settings = () => ({ tenantId: entra.tenantId, authorityHost: entra.origin });

async function createApp() {
  // #region settings
  const entraSettings = { tenantId: entra.tenantId, authorityHost: entra.origin };
  const app = await NestFactory.create(AppModule.with(entraSettings), { logger: false });
  // #endregion settings
  return app;
}

for (const [form, create] of [
  ["guard and strategy", createApp],
  ["middleware", () => createAppWithMiddleware(settings())],
] as const)
  describe(`NestJS, ${form}`, () => {
    let app: INestApplication;
    let origin: string;
    before(async () => {
      app = await create();
      app.useLogger(false);
      await app.listen(0, "127.0.0.1");
      origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    });
    after(() => app.close());

    async function orders(client?: string, method = "GET") {
      const token = client && (await entra.tokenFor({ client, product: "starter" }));
      const answer = await fetch(`${origin}/orders`, {
        method,
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
      return { status: answer.status, headers: answer.headers, body: (await answer.json()) as object };
    }

    it("503 with Retry-After while the issuer is down", async () => {
      entra.faults.outage();
      const { status, headers } = await orders("contoso");
      entra.faults.clear();
      assert.equal(status, 503);
      const seconds = Number(headers.get("retry-after"));
      assert.ok(seconds >= 1);
      await new Promise((passed) => setTimeout(passed, seconds * 1000));
    });
    it("401 without a token", async () => {
      const { status, headers, body } = await orders();
      assert.equal(status, 401);
      assert.equal(headers.get("www-authenticate"), "Bearer");
      assert.equal(headers.get("cache-control"), "no-store");
      assert.equal((body as { statusCode: number }).statusCode, 401);
    });
    it("403 for a client without the role", async () => {
      const { status, headers } = await orders("fabrikam");
      assert.equal(status, 403);
      assert.match(headers.get("www-authenticate") ?? "", /insufficient_scope/);
    });
    it("an open route requires no credential", async () => {
      const health = await fetch(`${origin}/health`);
      assert.deepEqual([health.status, await health.text()], [200, "ok"]);
    });
    it("200 for a client with the role", async () => {
      const { status, body } = await orders("contoso");
      assert.deepEqual([status, body], [200, { for: entra.clients["contoso"]!.appId }]);
    });
    if (form !== "middleware")
      it("a route without a rule requires a credential for any product", async () => {
        assert.equal((await orders(undefined, "POST")).status, 401);
        const admitted = await orders("contoso", "POST");
        assert.deepEqual([admitted.status, admitted.body], [201, { product: "starter" }]);
      });
  });

describe("NestJS, a strategy that cannot be", () => {
  const products = { starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" } };
  it("a method validate, which would never be called", () => {
    @Injectable()
    class Validating extends PassportStrategy(ProductAuthStrategy) {
      constructor() {
        super({ ...settings(), products });
      }
      // @ts-expect-error -- it does not compile either
      validate() {
        return false;
      }
    }
    assert.throws(() => new Validating(), ConfigurationError);
  });
  it("no options at all", () => {
    class Empty extends PassportStrategy(ProductAuthStrategy) {}
    assert.throws(() => new (Empty as new () => object)(), /options: is a function/);
  });
});
