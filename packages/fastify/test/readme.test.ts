import { expect } from "chai";
import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth } from "@product-auth/fastify";
import fastify from "fastify";
import { createApp, createPublicApi, reports } from "./readme.js";

describe("the README of @product-auth/fastify", () => {
  let entra: Entra;
  before(async () => {
    const appId = "55556666-ffff-7777-aaaa-8888bbbb9999";
    entra = await startEntra({
      products: { starter: { appId }, pro: {} },
      clients: { contoso: { products: ["starter", "pro"] } },
    });
  });
  after(() => entra.close());

  const bearer = async (product: string, roles?: string[]) => ({
    authorization: `Bearer ${await entra.tokenFor({ client: "contoso", product, ...(roles && { roles }) })}`,
  });
  const issuer = () => ({ tenantId: entra.tenantId, authorityHost: entra.origin });

  it("its shortest application", async () => {
    const app = await createApp(issuer());
    expect((await app.inject("/health")).body).to.equal("ok");
    expect((await app.inject("/orders")).statusCode).to.equal(401);
    expect((await app.inject("/nowhere")).statusCode).to.equal(401);
    const answer = await app.inject({ url: "/orders", headers: await bearer("starter") });
    expect(answer.json()).to.deep.equal({ for: entra.clients["contoso"]!.appId });
    await app.close();
  });

  it("its hooks", async () => {
    const { audience } = entra.products["pro"]!;
    const auth = productAuth({ ...issuer(), products: { pro: { audience } } });
    const app = fastify();
    reports(app, auth);
    expect((await app.inject({ url: "/reports", headers: await bearer("pro") })).statusCode).to.equal(403);
    const headers = await bearer("pro", ["Product.Pro.All", "Reports.Read"]);
    expect((await app.inject({ url: "/reports", headers })).statusCode).to.equal(200);
    await app.close();
    await auth.close();
  });

  it("its neighbours", async () => {
    const app = await createPublicApi(
      productAuth({
        ...issuer(),
        products: { starter: { audience: entra.products["starter"]!.audience } },
        protectedResource: { resource: "https://api.example" },
      }),
    );
    const preflight = await app.inject({
      method: "OPTIONS",
      url: "/orders",
      headers: { origin: "https://app.example", "access-control-request-method": "GET" },
    });
    expect(preflight.statusCode).to.equal(204);
    expect((await app.inject("/.well-known/oauth-protected-resource")).statusCode).to.equal(200);
    const refused = await app.inject("/orders");
    expect(refused.statusCode).to.equal(401);
    expect(refused.headers).to.include({
      "access-control-allow-origin": "https://app.example",
      "x-content-type-options": "nosniff",
    });
    await app.close();
  });
});
