import { startEntra, type Entra } from "@product-auth/emulator";
import { productAuth } from "@product-auth/express";
import { expect } from "chai";
import request from "supertest";
import { createApp, oneRegistration, options, paidPlans, withPlans } from "./policies.js";

const APP = "55556666-ffff-7777-aaaa-8888bbbb9999";

describe("the page of policies", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      products: { orders: { appId: APP, roles: ["Orders.Read"] } },
      clients: { contoso: { products: ["orders"] } },
    });
  });
  after(() => entra.close());

  const get = (key?: string, token?: string) => {
    const { tenantId, origin: authorityHost } = entra;
    const test = request(createApp({ ...options, tenantId, authorityHost })).get("/orders");
    if (key !== undefined) test.set("Ocp-Apim-Subscription-Key", key);
    return token === undefined ? test : test.auth(token, { type: "bearer" });
  };

  it("200 with key and token", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "orders" });
    const { status, text } = await get("contoso-key", token);
    const body = JSON.parse(text) as object;
    expect(status).to.equal(200);
    expect(body).to.have.property("subscription", "contoso");
    expect(body).to.have.property("client").that.is.a("string");
  });
  it("401 with a key alone, and with a token alone", async () => {
    const alone = await get("contoso-key");
    expect([alone.status, alone.headers["www-authenticate"]]).to.deep.equal([401, "Bearer"]);
    expect(
      (await get(undefined, await entra.tokenFor({ client: "contoso", product: "orders" }))).status,
    ).to.equal(401);
  });
  it("402 by a policy in code, with its text and its field", async () => {
    const app = createApp(withPlans(paidPlans(async (subscription) => subscription !== "contoso")));
    const { status, headers, text } = await request(app)
      .get("/orders")
      .set("Ocp-Apim-Subscription-Key", "contoso-key");
    expect([status, headers["link"]]).to.deep.equal([402, "</plans>; rel=payment"]);
    expect(JSON.parse(text)).to.deep.equal({ statusCode: 402, message: "The plan has ended." });
    const paid = createApp(withPlans(paidPlans(async () => true)));
    await request(paid).get("/orders").set("Ocp-Apim-Subscription-Key", "contoso-key").expect(200);
  });
  it("the products of one registration start", () =>
    expect(productAuth(oneRegistration)).to.be.a("function"));
});
