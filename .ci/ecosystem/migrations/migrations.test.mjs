// The page about other JWT middleware: each application, before and after, gets the same requests, and the page lists
// exactly those that are answered differently.
import { deepEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { startEntra } from "@product-auth/emulator";
import { requestsFor } from "./requests.mjs";
import { serve } from "./serve.mjs";

const page = readFileSync(process.env.PAGE, "utf8");
const migrations = {
  "express-oauth2-jwt-bearer": [
    "express-oauth2-jwt-bearer/before.mjs",
    "express-oauth2-jwt-bearer/after.mjs",
  ],
  "express-jwt": ["express-jwt/before.mjs", "express-oauth2-jwt-bearer/after.mjs"],
  "koa-jwt": ["koa-jwt/before.mjs", "koa-jwt/after.mjs"],
  "@fastify/jwt": ["fastify-jwt/before.mjs", "fastify-jwt/after.mjs"],
};
const DOWN = "while the issuer's keys are unavailable";

let entra, settings;
before(async () => {
  entra = await startEntra({
    products: { starter: { scopes: ["Orders.Read", "Orders.Write"] }, pro: {} },
    clients: { contoso: { products: ["starter", "pro"] }, fabrikam: {} },
  });
  settings = {
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    issuer: `${entra.origin}/${entra.tenantId}/v2.0`,
    jwksUri: `${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`,
    starter: entra.products.starter.appId,
  };
});
after(() => entra.close());

for (const [name, files] of Object.entries(migrations))
  describe(`from ${name}`, () => {
    it("the page lists what is answered differently", async () => {
      const [old, new_] = [await answersOf(files[0]), await answersOf(files[1])];
      const changed = Object.entries(old).filter(([request, status]) => new_[request] !== status);
      deepEqual(
        Object.fromEntries(changed.map(([request, status]) => [request, `${status} → ${new_[request]}`])),
        tableIn(name),
      );
    });
  });

/** The status of every request, by its name. */
async function answersOf(file) {
  const { createApp } = await import(`./${file}`);
  const statuses = {};
  await asking(createApp, async (ask) => {
    for (const [name, method, token, query] of requestsFor(entra))
      statuses[name] = await ask(method, await token(), query);
  });
  const token = await entra.tokenFor({ client: "contoso", product: "starter" });
  entra.faults.outage();
  await asking(createApp, async (ask) => void (statuses[DOWN] = await ask("GET", token)));
  entra.faults.clear();
  return statuses;
}

async function asking(createApp, use) {
  const { origin, close } = await serve(await createApp(settings));
  try {
    await use(async (method, token, query) => {
      const address = query === undefined ? `${origin}/orders` : `${origin}/orders?${query}=${token}`;
      const headers = query === undefined && token !== undefined ? { authorization: `Bearer ${token}` } : {};
      return (await fetch(address, { method, headers })).status;
    });
  } finally {
    await close();
  }
}

/** The rows of the section's table: request, before, after. */
function tableIn(heading) {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = [...section.matchAll(/^\| (.+?) +\| (\d{3}) +\| (\d{3}) +\|$/gm)];
  return Object.fromEntries(rows.map(([, request, old, new_]) => [request, `${old} → ${new_}`]));
}
