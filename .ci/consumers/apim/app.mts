import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { importConfiguration, loadImported, type Import } from "@product-auth/apim";
import { ConfigurationError } from "@product-auth/core";
import { productAuth } from "@product-auth/express";
import express from "express";

const command = (...args: string[]) =>
  spawnSync("node_modules/.bin/product-auth", args, { encoding: "utf8" });

const first = command("import", "apimartifacts", "--out", "apim");
assert.equal(first.status, 0, first.stdout + first.stderr);
assert.match(first.stdout, /\b0 lost\b/);
const again = command("import", "apimartifacts", "--out", "apim", "--check", "--json");
assert.equal(again.status, 0, again.stdout + again.stderr);
const { report }: Import = await importConfiguration(["apimartifacts"]);
assert.deepEqual(JSON.parse(again.stdout), JSON.parse(JSON.stringify(report)));

// The named value is not in the folder.
await assert.rejects(loadImported("apim", {}), ConfigurationError);
const auth = productAuth({
  ...(await loadImported("apim", { PARTNER: "contoso" })),
  subscriptions: [{ id: "contoso", scope: "/products/gold", primaryKey: "a-key-of-the-gateway" }],
});

const app = express();
app.use(auth);
app.get("/orders", (_req, res) => void res.json([]));
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
const key = { "ocp-apim-subscription-key": "a-key-of-the-gateway" };
const partner = { "x-partner": "contoso" };
for (const [headers, status] of [
  [partner, 401],
  [key, 403],
  [{ ...key, ...partner }, 200],
] as const)
  assert.equal((await fetch(url, { headers })).status, status);
server.close();
await auth.close();
