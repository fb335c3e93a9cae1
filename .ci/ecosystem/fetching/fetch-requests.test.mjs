// Fetch-like requests: those of the platform, and those of Azure Functions.
import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import functions from "@azure/functions";
import { startEntra } from "@product-auth/emulator";
import { addOrders } from "../dist/fetching/functions.js";
import { handlersWith } from "../dist/fetching/handlers.js";

const KEY = "ocp-apim-subscription-key";
let entra, options;
before(async () => {
  entra = await startEntra({
    products: { starter: {} },
    clients: { contoso: { products: ["starter"] }, fabrikam: {} },
  });
  const { audience } = entra.products.starter;
  options = {
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: { starter: { displayName: "Starter", audience, accepts: ["token", "key"] } },
    subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "0123456789abcdef" }],
  };
});
after(() => entra.close());

const url = "https://orders.contoso.example/api/orders?top=5";
const bearer = async (client) => ({
  authorization: `Bearer ${await entra.tokenFor({ client, product: "starter" })}`,
});

const asking = (handle) => async (headers) => {
  const answer = await handle(new Request(url, { headers }));
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const requestHandler = () => asking(handlersWith(options).GET);
const hono = () => asking(handlersWith(options).app.fetch);

function azureFunctions() {
  const handle = addOrders(options);
  return async (headers) => {
    const answer = await handle(new functions.HttpRequest({ method: "GET", url, headers }));
    const text = answer.body ?? JSON.stringify(answer.jsonBody);
    return { status: answer.status ?? 200, headers: answer.headers, text };
  };
}

for (const [name, start] of Object.entries({
  "a Request": requestHandler,
  Hono: hono,
  "Azure Functions": azureFunctions,
}))
  describe(name, () => {
    let get;
    before(() => {
      get = start();
    });

    it("401 with every challenge", async () => {
      const { status, headers, text } = await get({});
      equal(status, 401);
      match(headers.get("www-authenticate"), /^Bearer, AzureApiManagementKey /);
      equal(JSON.parse(text).statusCode, 401);
    });
    it("403", async () => equal((await get(await bearer("fabrikam"))).status, 403));
    it("200 with a token", async () => {
      const { status, text } = await get(await bearer("contoso"));
      deepEqual([status, JSON.parse(text)], [200, { for: entra.clients.contoso.appId }]);
    });
    it("200 with a key, and not for shared caches", async () => {
      const { status, headers } = await get({ [KEY]: "0123456789abcdef" });
      deepEqual([status, headers.get("cache-control")], [200, "private"]);
    });
    it("401 for two tokens, and for two keys", async () => {
      const { authorization } = await bearer("contoso");
      for (const [field, value] of [
        ["authorization", authorization],
        [KEY, "0123456789abcdef"],
      ]) {
        const headers = new Headers([
          [field, value],
          [field, value],
        ]);
        equal((await get(Object.fromEntries(headers))).status, 401);
      }
    });
  });
