import assert = require("node:assert/strict");
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { startEntra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/koa";
import Koa = require("koa");

void main();

async function main(): Promise<void> {
  assert.throws(() => productAuth({ products: {} }), ConfigurationError);
  const entra = await startEntra({
    products: { starter: {} },
    clients: { contoso: { products: ["starter"] } },
  });
  const auth = productAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
  });
  const app = new Koa();
  app.use(auth.requireProduct("starter")).use((ctx) => {
    ctx.body = ctx.state.productAuth.product;
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

  assert.equal((await fetch(url)).status, 401);
  const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "starter" })}`;
  assert.equal((await fetch(url, { headers: { authorization } })).status, 200);

  server.close();
  server.closeAllConnections();
  await auth.close();
  await entra.close();
}
