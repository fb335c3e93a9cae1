// @if portal
import { MemoryRecordRepository } from "@product-auth/core/records";
// @end
// @if keys
import {
  administerSubscriptions,
  MemorySubscriptionRepository,
} from "@product-auth/core/subscriptions";
// @end
// @if portal !keys
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
// @end
// @if tokens
import { startEntra, type Entra } from "@product-auth/emulator";
// @end
import { expect } from "chai";
import request from "supertest";
import { createApp } from "../src/app.js";

// @if keys
const KEY = "ocp-apim-subscription-key";
// @end
// @if portal
const CLIENT_ID = "11112222-bbbb-3333-cccc-4444dddd5555";
// @end

describe("the API", () => {
  let api: ReturnType<typeof request>;
  let close: () => Promise<void>;
  // @if tokens
  let entra: Entra;
  // @end
  // @if keys
  let key: string;
  // @end

  before(async () => {
    // @if tokens
    entra = await startEntra({
      products: { starter: {} },
      clients: { contoso: { products: ["starter"] }, stranger: {} },
    });
    // @end
    // @if stores
    const subscriptions = new MemorySubscriptionRepository();
    // @end
    // @if keys
    const administration = administerSubscriptions({
      repository: subscriptions,
    });
    const scope = "/products/starter";
    key = (await administration.create({ scope })).primaryKey;
    // @end
    // @if fastify
    // @if portal
    const { app, portal } = await createApp({
    // @else
    const { app } = await createApp({
    // @end
    // @else
    // @if portal
    const { app, auth, portal } = createApp({
    // @else
    const { app, auth } = createApp({
    // @end
    // @end
      // @if tokens
      entra: {
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        audience: entra.products["starter"]!.audience,
        // @if portal
        portal: { clientId: CLIENT_ID, clientSecret: "a-test-secret" },
        // @end
      },
      // @end
      // @if !tokens portal
      entra: {
        tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
        portal: { clientId: CLIENT_ID, clientSecret: "a-test-secret" },
      },
      // @end
      // @if portal
      stores: { subscriptions, records: new MemoryRecordRepository() },
      publicUrl: "http://127.0.0.1:3000/developer",
      // @end
      // @if keys !portal
      stores: { subscriptions },
      // @end
      onDecision: () => undefined,
    });
    // @if fastify
    await app.ready();
    api = request(app.server);
    // @end
    // @if koa
    api = request(app.callback());
    // @end
    // @if express
    api = request(app);
    // @end
    // @if portal
    close = async () => {
      await portal.close();
      // @if fastify
      await app.close();
      // @else
      await auth.close();
      // @end
    };
    // @else
    // @if fastify
    close = () => app.close();
    // @else
    close = () => auth.close();
    // @end
    // @end
  });

  after(async () => {
    await close();
    // @if tokens
    await entra.close();
    // @end
  });

  // @if tokens
  async function bearer(client: string): Promise<string> {
    return `Bearer ${await entra.tokenFor({ client, product: "starter" })}`;
  }

  // @end
  it("is healthy without a credential", () =>
    api.get("/health/ready").expect(200, { status: "ok" }));

  it("refuses a request without a credential", () =>
    api.get("/orders").expect(401));
  // @if tokens !both

  it("lists orders for a client of the starter product", async () => {
    const answer = await api
      .get("/orders")
      .set("authorization", await bearer("contoso"))
      .expect(200);
    const { appId } = entra.clients["contoso"]!;
    expect(answer.body).to.have.property("client", appId);
  });

  it("refuses a client that the product is not assigned to", async () =>
    api
      .get("/orders")
      .set("authorization", await bearer("stranger"))
      .expect(403));
  // @end
  // @if keys !both

  it("lists orders for a subscription key", async () => {
    const answer = await api.get("/orders").set(KEY, key).expect(200);
    expect(answer.body).to.have.property("subscription");
  });

  it("refuses an unknown key", () =>
    api.get("/orders").set(KEY, `not-${key}`).expect(401));
  // @end
  // @if both

  it("lists orders for a token with a subscription key", async () => {
    const answer = await api
      .get("/orders")
      .set("authorization", await bearer("contoso"))
      .set(KEY, key)
      .expect(200);
    const { appId } = entra.clients["contoso"]!;
    expect(answer.body).to.have.property("client", appId);
    expect(answer.body).to.have.property("subscription");
  });

  it("refuses a token alone", async () =>
    api
      .get("/orders")
      .set("authorization", await bearer("contoso"))
      .expect(401));

  it("refuses a key alone", () => api.get("/orders").set(KEY, key).expect(401));

  it("refuses a client that the product is not assigned to", async () =>
    api
      .get("/orders")
      .set("authorization", await bearer("stranger"))
      .set(KEY, key)
      .expect(403));
  // @end
  // @if portal

  it("shows the product in the portal", async () => {
    const { text } = await api.get("/developer/products").expect(200);
    expect(text).to.include("Starter");
  });
  // @end
});
