import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { portalRoutes } from "@product-auth/express/portal";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import express from "express";
import { createDelegatingPortal, createSite } from "./delegation.js";

describe("the page about delegation", () => {
  let server: Server;
  let origin: string;
  const app = express();
  before(async () => {
    server = createServer(app).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const surroundings = {
      catalog: { products: { starter: { displayName: "Starter", accepts: ["key" as const] } } },
      repository: new MemorySubscriptionRepository(),
      records: new MemoryRecordRepository(),
      publicUrl: `${origin}/developer`,
      siteUrl: `${origin}/delegation`,
      validationKey: Buffer.alloc(64, 1).toString("base64"),
    };
    const portal = createDelegatingPortal(surroundings);
    const customer = { id: "c-1", email: "zoe@example.com", firstName: "Zoe", lastName: "" };
    app.use("/developer", portalRoutes(portal));
    app.use(
      createSite(surroundings, portal, (req) => (req.get("x-customer") === "zoe" ? customer : undefined)),
    );
  });
  after(() => void server.close());

  it("signs a customer of the site in, sells a product, and shows the subscription", async () => {
    const cookies = new Map<string, string>();
    const go = async (url: string, method = "GET") => {
      const response = await fetch(new URL(url, origin), {
        method,
        redirect: "manual",
        headers: {
          "x-customer": "zoe",
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = "", value = ""] = cookie.split(";")[0]?.split("=") ?? [];
        cookies.set(name, value);
      }
      return { location: response.headers.get("location") ?? "", text: await response.text() };
    };
    const start = await go("/developer/signin?returnTo=/developer/subscriptions");
    const back = await go(start.location);
    const entered = await go(back.location);
    expect(entered.location).to.equal("/developer/subscriptions");
    const subscribe = await go("/developer/products/starter/subscribe");
    expect((await go(subscribe.location)).text).to.include('action="/buy/starter"');
    const [id = ""] = (await go("/buy/starter", "POST")).text.split(":");
    expect((await go("/developer/subscriptions")).text).to.include(id);
    expect((await go(`${new URL(subscribe.location).pathname}?operation=Subscribe`)).text).to.include(
      "not valid",
    );
  });
});
