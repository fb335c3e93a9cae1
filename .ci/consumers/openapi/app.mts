import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { app, auth } from "./shop.mjs";

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const key = { "ocp-apim-subscription-key": "a-key-of-contoso" };
assert.equal((await fetch(`${url}/health`)).status, 200);
assert.equal((await fetch(`${url}/orders/7`)).status, 401);
assert.equal((await fetch(`${url}/orders/7`, { headers: key })).status, 200);
server.close();
await auth.close();

const command = (...args: string[]) =>
  spawnSync("node_modules/.bin/product-auth", ["openapi", "dist/shop.mjs", "--document", ...args], {
    encoding: "utf8",
  });
const same = command("openapi.yaml", "--check");
assert.equal(same.status, 0, same.stdout + same.stderr);
writeFileSync(
  "drifted.yaml",
  readFileSync("openapi.yaml", "utf8").replace("x-product: pro", "x-product: basic"),
);
const drifted = command("drifted.yaml", "--check");
assert.equal(drifted.status, 1, drifted.stdout + drifted.stderr);
assert.match(drifted.stdout, /differs +key of basic +key of pro/);
assert.equal(command("drifted.yaml", "--write").status, 0);
assert.equal(readFileSync("drifted.yaml", "utf8"), readFileSync("openapi.yaml", "utf8"));
