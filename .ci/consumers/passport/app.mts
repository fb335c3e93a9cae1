import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import * as core from "@product-auth/core";
import { startEntra } from "@product-auth/emulator";
import { accessOf, ConfigurationError, ProductAuthStrategy } from "@product-auth/passport";
import express from "express";
import passport from "passport";

assert.equal(ConfigurationError, core.ConfigurationError, "one copy of core");
assert.throws(() => new ProductAuthStrategy({ products: {} }), ConfigurationError);

const entra = await startEntra({
  products: { starter: {} },
  clients: { contoso: { products: ["starter"] } },
});
const strategy = new ProductAuthStrategy({
  tenantId: entra.tenantId,
  authorityHost: entra.origin,
  products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
});
passport.use(strategy);

const app = express();
app.get("/orders", passport.authenticate("product-auth", strategy.requireProduct("starter")), (req, res) => {
  res.json({ id: accessOf(req).client?.id });
});
// @ts-expect-error -- a misspelt product does not compile
assert.throws(() => strategy.requireProduct("startr"), ConfigurationError);

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

assert.equal((await fetch(url)).status, 401);
const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
const answer = await fetch(url, { headers: { authorization } });
assert.equal(answer.status, 200);
assert.equal(((await answer.json()) as { id: string }).id, entra.clients["contoso"]!.appId);

server.close();
server.closeAllConnections();
await strategy.close();
await entra.close();
