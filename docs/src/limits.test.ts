import { fileURLToPath } from "node:url";
import { loadCatalog } from "@product-auth/core/catalog";
import type { ProductAuthOptions } from "@product-auth/express";
import { expect } from "chai";
import express from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import request from "supertest";
import { countersIn } from "./flexible-counters.js";
import { byKey, byResponse, createApp, forgive, options, search } from "./limits.js";

const LIMITED = fileURLToPath(new URL("../src/limited.json", import.meta.url));

describe("the page of limits", () => {
  let now: number;
  beforeEach(() => void (now = Date.UTC(2026, 0, 31)));
  const made = (more: Partial<ProductAuthOptions<"starter", "orders">> = {}) =>
    createApp({ ...options, clock: () => now, ...more });
  const get = (app: express.Express, path = "/orders") =>
    request(app).get(path).set("Ocp-Apim-Subscription-Key", "contoso-key");
  const statuses = async (times: number, call: () => request.Test) => {
    const found: number[] = [];
    for (let i = 0; i < times; i++) found.push((await call()).status);
    return found;
  };

  it("the first example: the smaller number in the header, and the answer to one call too many", async () => {
    const { app } = made();
    expect((await get(app)).headers).to.include({ "x-remaining": "1" });
    now += 3_000;
    expect((await get(app)).headers).to.include({ "x-remaining": "0" });
    const { status, headers, text } = await get(app);
    expect({ status, text, after: headers["retry-after"] }).to.deep.equal({
      status: 429,
      text: '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." }',
      after: "57",
    });
    now += 57_000;
    expect((await get(app)).status).to.equal(200);
  });

  it("by key: a user or a client, a plan, a network", async () => {
    const { app } = made({ ...byKey, products: { starter: { accepts: ["key"] } } });
    expect(await statuses(21, () => get(app))).to.deep.equal([...Array<number>(20).fill(200), 429]);
  });

  it("by response: only failed calls count, one call later; a cost from a header", async () => {
    const { app } = made({ ...byResponse, products: { starter: { accepts: ["key"] } } });
    const post = () => request(app).post("/orders").set("Ocp-Apim-Subscription-Key", "contoso-key");
    expect(await statuses(4, () => get(app))).to.deep.equal([200, 200, 200, 200]);
    expect(await statuses(4, post)).to.deep.equal([400, 400, 400, 429]);
  });

  it("in a rule", async () => {
    const { auth } = made({ products: { starter: { accepts: ["key"] } } });
    const app = express().use(search(auth));
    expect(await statuses(6, () => get(app, "/search"))).to.deep.equal([200, 200, 200, 200, 200, 429]);
  });

  it("what a caller has used is read and reset", async () => {
    const { app, auth } = made({
      products: { starter: { accepts: ["key"], rateLimit: { calls: 2, renewalPeriod: 60 } } },
    });
    expect(await statuses(3, () => get(app))).to.deep.equal([200, 200, 429]);
    await forgive(auth, "contoso", "ann");
    expect(await statuses(3, () => get(app))).to.deep.equal([200, 200, 429]);
  });

  it("the catalog file starts, and counts", async () => {
    const { app } = createApp({ ...(await loadCatalog(LIMITED)), clock: () => now } as typeof options);
    const post = () => request(app).post("/orders").set("Ocp-Apim-Subscription-Key", "contoso-key");
    expect(await statuses(2, post)).to.deep.equal([400, 429]);
    expect((await get(app)).headers).to.include({ "x-remaining": "0" });
  });

  describe("counters in rate-limiter-flexible", () => {
    const quota = (calls: number, renewalPeriod = 86_400): typeof options => ({
      ...options,
      products: { starter: { accepts: ["key"], quota: { calls, renewalPeriod } } },
      apis: {
        orders: {
          path: "orders",
          products: ["starter"],
          quotaByKey: [{ calls: 3, bandwidth: 1, renewalPeriod, counterKey: ["api"] }],
        },
      },
    });

    it("are shared by instances, and a refused call counts nowhere", async () => {
      const limiter = new RateLimiterMemory({ points: 1, duration: 0 });
      const [one, other] = [5, 5].map((calls) =>
        createApp({ ...quota(calls), counters: { store: countersIn(limiter) } }),
      );
      expect(await statuses(2, () => get(one!.app))).to.deep.equal([200, 200]);
      expect(await statuses(3, () => get(other!.app))).to.deep.equal([200, 403, 403]);
      const caller = { subscription: { id: "contoso", scope: "/products/starter" } };
      const used = async () => (await one!.auth.limits.of(caller)).map((limit) => [limit.place, limit.used]);
      expect((await used()).slice(0, 2)).to.deep.equal([
        ["product:starter", 3],
        ["api:orders", 3],
      ]);
      await one!.auth.limits.reset(caller);
      expect((await get(other!.app)).status).to.equal(200);
      await Promise.all([one!.auth.close(), other!.auth.close()]);
    });

    it("admit exactly the limit of many calls at once, and forever where nothing is renewed", async () => {
      const limiter = new RateLimiterMemory({ points: 1, duration: 0 });
      const { app, auth } = createApp({
        ...options,
        products: { starter: { accepts: ["key"], quota: { calls: 10, renewalPeriod: 0 } } },
        counters: { store: countersIn(limiter) },
      });
      const found = await Promise.all(Array.from({ length: 30 }, async () => (await get(app)).status));
      expect(found.filter((status) => status === 200)).to.have.lengthOf(10);
      expect((await get(app)).text).to.equal('{ "statusCode": 403, "message": "Out of call volume quota." }');
      await auth.close();
    });

    it("cannot keep rate limits: the instance does not start with one", () =>
      expect(() =>
        createApp({
          ...options,
          counters: { store: countersIn(new RateLimiterMemory({ points: 1, duration: 0 })) },
        }),
      ).to.throw("which the store of counters does not keep"));
  });
});
