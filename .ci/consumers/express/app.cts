import assert = require("node:assert/strict");
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createProductAuth } from "@product-auth/core";
import { startEntra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import { createPortal } from "@product-auth/portal";
import express = require("express");

void main();

async function main(): Promise<void> {
  assert.throws(() => productAuth({ products: {} }), ConfigurationError);
  assert.throws(() => createProductAuth({ products: {} }), ConfigurationError);
  assert.throws(() => createPortal({} as never), ConfigurationError);
  assert.throws(() => portalRoutes({} as never), ConfigurationError);

  const entra = await startEntra({
    products: { starter: {} },
    clients: { contoso: { products: ["starter"] } },
  });
  const auth = productAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
  });
  const app = express();
  app.use(auth);
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => {
    res.json(res.locals.productAuth.client?.id);
  });

  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

  assert.equal((await fetch(url)).status, 401);
  const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
  assert.equal((await fetch(url, { headers: { authorization } })).status, 200);

  server.close();
  await auth.close();
  await entra.close();
}
