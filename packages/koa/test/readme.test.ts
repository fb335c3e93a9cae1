import { startEntra } from "@product-auth/emulator";
import request from "supertest";
import { createApp } from "./readme.js";

describe("the application of the README", () => {
  it("answers 401 without a token and 200 with one", async () => {
    const entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] } },
    });
    const api = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin }).callback();
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });

    await request(api).get("/health").expect(200, "ok");
    await request(api).get("/orders").expect(401);
    await request(api)
      .get("/orders")
      .set("authorization", `Bearer ${token}`)
      .expect(200, { for: entra.clients["contoso"]!.appId });
    await entra.close();
  });
});
