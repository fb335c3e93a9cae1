import { startEntra } from "@product-auth/emulator";
import request from "supertest";
import { createApi } from "./plain-node.js";

describe("core on a plain Node server", () => {
  it("answers 401 without a token and 200 with one", async () => {
    const entra = await startEntra({
      products: { starter: {} },
      clients: { contoso: { products: ["starter"] } },
    });
    const api = createApi({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
    });
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });

    await request(api).get("/").expect(401).expect("www-authenticate", "Bearer");
    await request(api)
      .get("/")
      .set("authorization", `Bearer ${token}`)
      .expect(200, `Hello, ${entra.clients["contoso"]!.appId}`);
    await entra.close();
  });
});
