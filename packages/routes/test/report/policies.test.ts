import { expect } from "chai";
import express from "express";
import { productAuth } from "@product-auth/express";
import { report } from "#src/express/index.js";
import type { ReportedRoute } from "#src/report/reported-route.js";

const AUDIENCE = "https://api.contoso.example";
const policy = { audiences: [AUDIENCE] };
const judge = () => undefined;

const options = {
  issuers: [{ issuer: "https://main.example", jwksUri: "https://main.example/keys" }],
  subscriptions: [],
  products: {
    starter: { accepts: ["key"] },
    pro: { accepts: ["key"], validateJwt: { ...policy, clients: ["shop"] } },
  },
  policies: { validateJwt: { ...policy, when: { not: { method: ["GET"] } } } },
} as const;
const apis = {
  orders: {
    path: "orders",
    products: ["starter"],
    validateJwt: { ...policy, name: "caller", roles: { any: ["Orders.Read", "Orders.All"] } },
    operations: {
      read: { method: "GET", urlTemplate: "/{id}" },
      create: { method: "POST", urlTemplate: "/", custom: [{ name: "plan", judge }] },
    },
  },
  special: { path: "any/special", products: ["pro"] },
} as const;

const wordsOf = (routes: readonly ReportedRoute[]) =>
  Object.fromEntries(routes.map(({ method, path, demands }) => [`${method} ${path}`, demands]));

const ORDERS = 'api:orders "caller" (Orders.Read or Orders.All)';
const GLOBAL = "global (any client) when not GET";

describe("routeReport: policies", () => {
  it("under app.use(auth): those of the instance, and of the API and operation at the route's path", () => {
    const auth = productAuth({ ...options, apis });
    const app = express();
    app.use(auth);
    for (const path of ["/orders/:id", "/any/special", "/any/:name", "/nowhere"])
      app.get(path, (_req, res) => res.end());
    app.post("/orders", (_req, res) => res.end());
    const { routes } = report(app, auth);
    const words = "any product, or as its API says";
    expect(wordsOf(routes)).to.deep.equal({
      "GET /orders/:id": `${words}; token: ${GLOBAL}, ${ORDERS}`,
      "POST /orders": `${words}; token: ${GLOBAL}, ${ORDERS}; custom: operation:orders/create "plan"`,
      "GET /any/special": `${words}; token: ${GLOBAL}, product:pro (listed clients)`,
      // The parameter may be "special", so what is listed is what stands everywhere.
      "GET /any/:name": `${words}; token: ${GLOBAL}, product:pro (listed clients)`,
      "GET /nowhere": `${words}; token: ${GLOBAL}, product:pro (listed clients)`,
    });
    const { guards } = routes.find(({ path }) => path === "/orders")!;
    expect(guards[0]?.policies).to.deep.equal([
      {
        kind: "validateJwt",
        place: "global",
        index: 0,
        audiences: [AUDIENCE, `${AUDIENCE}/`],
        demands: "any client",
        when: { not: { method: ["GET"] } },
      },
      {
        kind: "validateJwt",
        place: "api:orders",
        index: 0,
        name: "caller",
        audiences: [AUDIENCE, `${AUDIENCE}/`],
        demands: "Orders.Read or Orders.All",
      },
      { kind: "custom", place: "operation:orders/create", index: 0, name: "plan" },
    ]);
  });

  it("without APIs, and in rules; the report is plain data", () => {
    const auth = productAuth(options);
    const app = express();
    app.get("/starter", auth.requireProduct("starter"), (_req, res) => res.end());
    app.get(
      "/rule",
      auth.require({
        product: "starter",
        validateJwt: { ...policy, when: { method: ["GET", "POST"] } },
        custom: [{ name: "plan", judge }],
      }),
      (_req, res) => res.end(),
    );
    const found = report(app, auth);
    expect(wordsOf(found.routes)).to.deep.equal({
      "GET /starter": `product starter; token: ${GLOBAL}`,
      "GET /rule": `product starter; token: ${GLOBAL}, rule (any client) when GET or POST; custom: rule "plan"`,
    });
    expect(JSON.parse(JSON.stringify(found.routes))).to.deep.equal(found.routes);
  });
});
