import { expect } from "chai";
import express from "express";
import { productAuth } from "@product-auth/express";
import { report } from "#src/express/index.js";

const KEY = { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" };
const options = {
  issuers: [{ issuer: "https://main.example", jwksUri: "https://main.example/keys" }],
  subscriptions: [],
  products: {
    starter: { audience: "https://starter.example", role: "Starter" },
    pro: { audience: "https://pro.example", role: "Pro", accepts: ["token", "key"] },
    free: { accepts: ["key", "open"] },
  },
} as const;

const answer = (_req: express.Request, res: express.Response) => void res.end();

describe("routeReport: what guards demand, as products and APIs settle it", () => {
  const auth = productAuth(options);
  const settledOf = (guard: object) =>
    report(express().get("/x", guard as express.RequestHandler, answer), auth).routes[0]!.guards[0]!.settled;
  const rest = { anonymous: false, anyProduct: false, key: KEY };

  it("any product: the kinds of all of them", () =>
    expect(settledOf(auth)).to.deep.equal({
      ...rest,
      products: ["starter", "pro", "free"],
      anyProduct: true,
      credentials: ["token", "key"],
    }));
  it("a product: what it accepts", () => {
    expect(settledOf(auth.requireProduct("starter"))).to.deep.equal({
      ...rest,
      products: ["starter"],
      credentials: ["token"],
    });
    expect(settledOf(auth.requireProduct("free"))).to.deep.equal({
      ...rest,
      products: ["free"],
      credentials: ["key"],
      anonymous: true,
    });
  });
  it("scopes: no keys, and any product", () =>
    expect(settledOf(auth.requireScope("Orders.Read")))
      .to.include({ anyProduct: true })
      .and.to.deep.include({ credentials: ["token"] }));
  it("alternatives: the kinds of each", () =>
    expect(settledOf(auth.require({ anyOf: [{ product: "pro" }, { product: "starter" }] }))).to.deep.equal({
      ...rest,
      products: ["pro", "starter"],
      credentials: ["token", "key"],
      alternatives: [["token", "key"], ["token"]],
    }));
  it("under app.use(auth): the API at the path, where all values of its parameters lead to one", () => {
    const apis = {
      orders: {
        path: "orders",
        products: ["pro"],
        subscriptionKeyParameterNames: { header: "X-Key", query: "k" },
      },
      any: { path: "any/special", subscriptionRequired: false },
    } as const;
    const byPath = productAuth({ ...options, apis });
    const app = express().use(byPath);
    for (const path of ["/orders/:id", "/any/special", "/any/:name", "/nowhere"]) app.get(path, answer);
    const found = report(app, byPath).routes.map(({ path, guards }) => [path, guards[0]!.settled]);
    expect(Object.fromEntries(found)).to.deep.equal({
      "/orders/:id": {
        ...rest,
        products: ["pro"],
        api: "orders",
        credentials: ["token", "key"],
        key: { header: "X-Key", query: "k" },
      },
      "/any/special": { ...rest, products: [], api: "any", credentials: ["key"], anonymous: true },
      "/any/:name": undefined, // the parameter may be "special"; no other value leads to an API
      "/nowhere": undefined,
    });
  });
});
