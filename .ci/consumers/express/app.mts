import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import * as core from "@product-auth/core";
import { productAuthOf } from "@product-auth/core/adapter";
import { readCatalog, type CatalogFile } from "@product-auth/core/catalog";
import { startEntra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/express";
import { report, type RouteReport } from "@product-auth/routes/express";
import express from "express";

assert.equal(ConfigurationError, core.ConfigurationError, "one copy of core");
assert.throws(() => productAuth({ products: {} }), ConfigurationError);
assert.throws(() => core.createProductAuth({ products: {} }), ConfigurationError);

// Core's other doors open, and their types compile.
assert.throws(() => productAuthOf({ products: {} }), ConfigurationError);
const catalog: CatalogFile = readCatalog('{ "products": { "demo": { "accepts": ["open"] } } }');
assert.deepEqual(Object.keys(catalog.products), ["demo"]);

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
app.get("/orders", auth.requireProduct("starter"), (req, res) => {
  res.json({ id: req.productAuth?.client?.id, product: res.locals.productAuth.product });
});
// @ts-expect-error -- a misspelt product does not compile
assert.throws(() => app.get("/misspelt", auth.requireProduct("startr")), ConfigurationError);
const routes: RouteReport = report(app, auth);
assert.deepEqual(routes.unprotected, []);

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

assert.equal((await fetch(url)).status, 401);
const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
const answer = await fetch(url, { headers: { authorization } });
assert.equal(answer.status, 200);
assert.equal(((await answer.json()) as { id: string }).id, entra.clients["contoso"]!.appId);

server.close();
await auth.close();
await entra.close();
