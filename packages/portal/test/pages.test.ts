import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { portalRoutes } from "@product-auth/express/portal";
import { createPortal, type SignInProvider } from "@product-auth/portal";
import { expect } from "chai";
import express from "express";

describe("pages of the catalog", () => {
  let server: Server;
  let origin: string;

  before(async () => {
    const app = express();
    server = createServer(app);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const repository = new MemorySubscriptionRepository();
    const auth = createProductAuth({
      products: {
        starter: {
          displayName: "Starter",
          accepts: ["key"],
          description: "For **first** steps. <b>No</b> HTML.",
        },
        draft: { displayName: "Draft", accepts: ["key"], state: "notPublished" },
      },
      apis: { orders: { displayName: "Orders", path: "orders", products: ["starter"] } },
      subscriptions: repository,
    });
    const portal = createPortal({
      auth,
      records: new MemoryRecordRepository(),
      subscriptions: administerSubscriptions({ repository }),
      publicUrl: `${origin}/developer`,
      title: "Contoso APIs",
      onFirstAdministrator: () => undefined,
      signIn: [nobody],
    });
    app.use("/developer", portalRoutes(portal));
  });

  after(() => server.close());

  const get = (path: string) => fetch(`${origin}/developer${path}`, { redirect: "manual" });

  it("the home page lists published products and APIs", async () => {
    const response = await get("");
    const text = await response.text();
    expect(response.status).to.equal(200);
    expect(text).to.include('<a href="/developer/products/starter">Starter</a>');
    expect(text).to.include('<a href="/developer/apis/orders">Orders</a>');
    expect(text).not.to.include("Draft");
  });

  it("a description is Markdown without HTML", async () => {
    const text = await (await get("/products/starter")).text();
    expect(text).to.include("<p>For <strong>first</strong> steps. &lt;b&gt;No&lt;/b&gt; HTML.</p>");
  });

  for (const path of [
    "/products/draft",
    "/products/none",
    "/nothing",
    "/administration",
    "/products/%00",
    "/products//",
  ])
    it(`${path} is not found`, async () => {
      const response = await get(path);
      expect(response.status).to.equal(404);
      expect(await response.text()).to.include("<h1>Page not found</h1>");
    });

  it("assets may be kept for ever", async () => {
    const text = await (await get("/")).text();
    const path = /href="([^"]+\.css)"/.exec(text)?.[1] ?? "";
    const style = await fetch(origin + path);
    expect(style.headers.get("cache-control")).to.equal("public, max-age=31536000, immutable");
    expect(await style.text()).to.include("color-scheme");
  });
});

const nobody: SignInProvider = {
  id: "nobody",
  label: "Nobody",
  begin: () => Promise.reject(new Error("not used")),
  complete: () => Promise.reject(new Error("not used")),
};
