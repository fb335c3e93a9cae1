// #region vitest
import { startEntra } from "@product-auth/emulator";
import request from "supertest";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { createApp } from "../create-app.mjs";

describe("GET /orders", () => {
  let entra, app;
  beforeAll(async () => {
    entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] } },
    });
    app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
  });
  afterAll(() => entra.close());

  const orders = (token) => request(app).get("/orders").auth(token, { type: "bearer" });

  it("200 for a client with the role", async () => {
    await orders(await entra.tokenFor({ client: "contoso", product: "starter" })).expect(200);
  });
  // #endregion vitest
  it("401 without a token", () => request(app).get("/orders").expect(401));

  // #region clock
  it("401 two hours later", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7_200_000 });
    try {
      await orders(token).expect(401);
    } finally {
      vi.useRealTimers();
    }
  });
  // #endregion clock
  it("401 two hours later, with a Date that was faked before set-up", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    try {
      const made = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
      const get = () => request(made).get("/orders").auth(token, { type: "bearer" });
      await get().expect(200);
      vi.setSystemTime(Date.now() + 7_200_000);
      await get().expect(401);
    } finally {
      vi.useRealTimers();
    }
  });
});
