import { after, before, describe, it, mock } from "node:test";
import { startEntra } from "@product-auth/emulator";
import request from "supertest";
import { createApp } from "../create-app.mjs";

describe("GET /orders", () => {
  let entra, app;
  before(async () => {
    entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] } },
    });
    app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
  });
  after(() => entra.close());

  const orders = (token) => request(app).get("/orders").auth(token, { type: "bearer" });

  it("200 for a client with the role", async () => {
    await orders(await entra.tokenFor({ client: "contoso", product: "starter" })).expect(200);
  });
  it("401 without a token", () => request(app).get("/orders").expect(401));

  it("401 two hours later", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    mock.timers.enable({ apis: ["Date"], now: Date.now() + 7_200_000 });
    try {
      await orders(token).expect(401);
    } finally {
      mock.timers.reset();
    }
  });
});
