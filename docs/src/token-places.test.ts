import { startEntra, type Entra } from "@product-auth/emulator";
import type { ProductAuthOptions } from "@product-auth/express";
import request from "supertest";
import { createByFunction, createDownloads, createEvents, createForPages } from "./token-places.js";

describe("where the token is", () => {
  let entra: Entra;
  let options: ProductAuthOptions<"starter">;
  let token: string;
  before(async () => {
    entra = await startEntra({ products: { starter: {} }, clients: { contoso: { products: ["starter"] } } });
    options = {
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
    };
    token = await entra.tokenFor({ client: "contoso", product: "starter" });
  });
  after(() => entra.close());

  it("a link carries it in the query, every other request in Authorization", async () => {
    const app = createDownloads(options);
    await request(app).get(`/downloads/a.pdf?access_token=${token}`).expect(200, "the file a.pdf");
    await request(app).get("/downloads/a.pdf").auth(token, { type: "bearer" }).expect(401);
    await request(app).get("/orders").auth(token, { type: "bearer" }).expect(200);
    await request(app).get(`/orders?access_token=${token}`).expect(401);
  });
  it("so does an EventSource, by the config of a Fastify route", async () => {
    const app = await createEvents(options);
    await app.ready();
    await request(app.server).get(`/events?access_token=${token}`).expect(200, "data: hello\n\n");
    await request(app.server).get("/events").auth(token, { type: "bearer" }).expect(401);
    await app.close();
  });
  it("a cookie: any page may read, the API's own pages and those listed may write", async () => {
    const app = createForPages(options);
    const cookie = `__Host-token=${token}`;
    await request(app).get("/orders").set({ cookie }).expect(200);
    await request(app).post("/orders").set({ cookie }).expect(403);
    await request(app).post("/orders").set({ cookie, "sec-fetch-site": "same-origin" }).expect(200);
    await request(app).post("/orders").set({ cookie, origin: "https://app.example" }).expect(200);
    await request(app).post("/orders").set({ cookie, origin: "https://evil.example" }).expect(403);
  });
  it("a function", async () => {
    const app = createByFunction(options);
    await request(app).get("/orders").set("x-forwarded-access-token", token).expect(200);
    await request(app).get("/orders").expect(401);
  });
});
