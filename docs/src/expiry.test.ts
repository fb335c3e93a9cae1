import { startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import request from "supertest";
import { createApp } from "./shortest.js";

// #region time
it("a token is over when it is over", async () => {
  const entra = await startEntra({
    products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
    clients: { contoso: { products: ["starter"] } },
  });
  const app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
  entra.clock.advance(-7200); // tokens issued from now on were issued two hours ago
  const token = await entra.tokenFor({ client: "contoso", product: "starter" });
  const { status } = await request(app).get("/orders").auth(token, { type: "bearer" });
  await entra.close();
  expect(status).to.equal(401);
});
// #endregion time
