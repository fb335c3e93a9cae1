import { startEntra } from "@product-auth/emulator";
import request from "supertest";
import { createApp } from "./shortest.js";

describe("the shortest protected route", () => {
  it("answers 401 without a token and 200 with one", async () => {
    const entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] } },
    });
    const app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });

    await request(app).get("/health").expect(200, "ok");
    await request(app).get("/orders").expect(401);
    await request(app)
      .get("/orders")
      .set("authorization", `Bearer ${token}`)
      .expect(200, { for: entra.clients["contoso"]!.appId });
    await entra.close();
  });
});
