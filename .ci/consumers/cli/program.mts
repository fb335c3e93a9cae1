import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { runCommand, type CommandIo } from "@product-auth/cli";

const run = (...args: string[]) => spawnSync("node_modules/.bin/product-auth", args, { encoding: "utf8" });

for (const verb of ["explain", "routes", "subscriptions", "emulator"])
  assert.match(run(verb, "--help").stdout, new RegExp(`^Usage: product-auth ${verb} `));
const made = run("subscriptions", "create", "--scope", "/", "--store", "file:subscriptions.json", "--json");
assert.equal(made.status, 0, made.stderr);

// The stores and their drivers are not here.
const missing = run("subscriptions", "list", "--store", "redis://127.0.0.1:1/");
assert.equal(missing.status, 2);
assert.match(missing.stderr, /npm install @product-auth\/redis redis\n$/);

// The import is not here either.
const unknown = run("import", "apimartifacts");
assert.equal(unknown.status, 2);
assert.match(unknown.stderr, /npm install @product-auth\/apim\n$/);

const io: CommandIo = process;
assert.equal(await runCommand(["--version"], io), 0);
