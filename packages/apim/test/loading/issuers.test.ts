import type { Entra } from "@product-auth/emulator";
import { requestToken, startTestEntra } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import { importedOf } from "../writing/configured.js";
import { SHOP } from "../writing/written.js";
import { started, type Call } from "./started.js";

describe("tokens of an issuer with a discovery document", () => {
  let entra: Entra;
  before(async () => void (entra = await startTestEntra()));
  after(() => entra.close());

  const subscriptions = [{ id: "one", scope: "/products/gold", primaryKey: "k1" }] as const;
  const withToken = (token: string): Call => ({
    path: "/orders",
    headers: { "ocp-apim-subscription-key": "k1", authorization: `Bearer ${token}` },
  });
  const bare = (token: string): Call => ({ path: "/orders", headers: { authorization: `Bearer ${token}` } });

  it("are demanded by validate-jwt, beside the key", async () => {
    const { appId } = entra.products["starter"]!;
    const policy = `<validate-jwt header-name="Authorization" require-scheme="Bearer"><openid-config url="${entra.discoveryUrl}" /><audiences><audience>${appId}</audience></audiences><required-claims><claim name="roles" match="any"><value>Product.Starter.All</value></claim></required-claims></validate-jwt>`;
    const { call } = await started(importedOf({ ...SHOP, policies: { "api:orders": `<base />${policy}` } }), {
      subscriptions,
    });
    expect(await call(withToken(await requestToken(entra, "contoso", "starter")))).to.equal(200);
    expect(await call(withToken(await requestToken(entra, "contoso", "pro")))).to.equal(401);
    expect(await call(withToken(await requestToken(entra, "stranger", "starter")))).to.equal(401);
    expect(await call(bare(await requestToken(entra, "contoso", "starter")))).to.equal(401);
  });
  it("are demanded by validate-azure-ad-token, with its clients", async () => {
    const policy = (client: string) =>
      `<validate-azure-ad-token tenant-id="{{tenant}}"><client-application-ids><application-id>${client}</application-id></client-application-ids><audiences><audience>${entra.products["starter"]!.audience}</audience></audiences></validate-azure-ad-token>`;
    const statusWith = async (client: string) => {
      const imported = importedOf({ ...SHOP, policies: { "api:orders": `<base />${policy(client)}` } });
      const { call } = await started(imported, {
        subscriptions,
        env: { TENANT: entra.tenantId },
        edited: { authorityHost: entra.origin },
      });
      return call(withToken(await requestToken(entra, "contoso", "starter")));
    };
    expect(await statusWith(entra.clients["contoso"]!.appId)).to.equal(200);
    expect(await statusWith(entra.clients["stranger"]!.appId)).to.equal(401);
  });
  it("open a product with application tokens, of the tenant that the environment names", async () => {
    const pro = entra.products["pro"]!;
    const imported = importedOf({
      products: {
        pro: { displayName: "Pro", accepts: ["token"], audiences: [pro.audience], role: "Product.Pro.All" },
      },
      apis: { orders: { products: ["pro"] } },
    });
    const { call } = await started(imported, {
      env: { AZURE_TENANT_ID: entra.tenantId },
      edited: { authorityHost: entra.origin },
    });
    expect(await call(bare(await requestToken(entra, "contoso", "pro")))).to.equal(200);
    expect(await call(bare(await requestToken(entra, "stranger", "pro")))).to.equal(403);
    expect(await call(bare(await requestToken(entra, "contoso", "starter")))).to.equal(401);
  });
});
