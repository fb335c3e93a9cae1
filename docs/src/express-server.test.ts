import type { AddressInfo } from "node:net";
import { expect } from "chai";
import express from "express";
import { productAuth } from "@product-auth/express";
import { startEntra, type Entra } from "@product-auth/emulator";
import { app, server } from "./express-server.js";

describe("a server that makes requests with the prototypes of its Express application", () => {
  let entra: Entra;
  let base: string;

  before(async () => {
    entra = await startEntra({ products: { starter: {} }, clients: { contoso: { products: ["starter"] } } });
    const { tenantId, origin, products } = entra;
    const { audience } = products["starter"]!;
    const auth = productAuth({
      tenantId,
      authorityHost: origin,
      products: { starter: { displayName: "Starter", audience } },
    });
    const orders = [auth.requireProduct("starter"), answer] as const;
    const mounted = express();
    mounted.get("/orders", ...orders);
    app.get("/orders", ...orders);
    app.use("/mounted", mounted);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.close();
    await entra.close();
  });

  // Members of Node's classes, of Express's prototypes, and those that each application has of its own.
  const answer: express.RequestHandler = (req, res) => {
    const { product } = req.productAuth!;
    res
      .status(200)
      .json({ product, ip: req.ip, host: req.get("host"), knowsApp: req.app.get("env") !== undefined });
  };

  for (const path of ["/orders", "/mounted/orders"]) {
    it(`answers ${path} as any other server does`, async () => {
      const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
      const answered = await fetch(base + path, { headers: { authorization } });
      expect(answered.status).to.equal(200);
      expect(answered.headers.get("x-powered-by")).to.equal("Express");
      const host = new URL(base).host;
      expect(await answered.json()).to.deep.equal({
        product: "starter",
        ip: "127.0.0.1",
        host,
        knowsApp: true,
      });
      expect((await fetch(base + path)).status).to.equal(401);
    });
  }
});
