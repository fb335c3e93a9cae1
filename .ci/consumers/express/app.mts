import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import * as core from "@product-auth/core";
import { productAuthOf } from "@product-auth/core/adapter";
import { readCatalog, type CatalogFile } from "@product-auth/core/catalog";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { startEntra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import { createPortal, type Portal } from "@product-auth/portal";
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

// A portal in front of the guard; its assets are in the tarball.
const records = new MemoryRecordRepository();
const subscriptions = administerSubscriptions({ repository: new MemorySubscriptionRepository() });
const unused = () => Promise.reject(new Error("not used"));
const portal: Portal = createPortal({
  auth,
  records,
  subscriptions,
  publicUrl: "https://api.example.com/developer",
  signIn: [{ id: "sso", label: "Single sign-on", begin: unused, complete: unused }],
});

const app = express();
app.use("/developer", portalRoutes(portal));
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

const page = await (await fetch(new URL("/developer/products/starter", url))).text();
assert.match(page, /<h1>Starter<\/h1>/);
const style = /href="(\/developer\/_\/style-[^"]+\.css)"/.exec(page)?.[1] ?? "no style";
assert.equal((await fetch(new URL(style, url))).headers.get("content-type"), "text/css; charset=utf-8");

server.close();
await portal.close();
await auth.close();
await entra.close();
