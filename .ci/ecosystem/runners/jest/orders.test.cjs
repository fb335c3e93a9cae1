const { startEntra } = require("@product-auth/emulator");
const request = require("supertest");
const { createApp } = require("../create-app.cjs");

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
  it("401 without a token", () => request(app).get("/orders").expect(401));

  it("401 two hours later", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    const now = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 7_200_000);
    try {
      await orders(token).expect(401);
    } finally {
      now.mockRestore();
    }
  });
});
