import { expect } from "chai";
import {
  createProductAuth,
  type CatalogOptions,
  type DecisionEvent,
  type ProductAuth,
  type RequestView,
} from "@product-auth/core";
import { openTelemetry } from "@product-auth/core/telemetry";
import { Collector, seriesOf } from "./support/collector.js";
import { watchedBy } from "./support/watched.js";

const seriesIn = (text: string) => text.split("\n").filter((line) => /^[a-z]/.test(line));

const KEY = "ocp-apim-subscription-key";

const viewOf = (method: string, path: string, fields: Readonly<Record<string, string>>): RequestView => ({
  method,
  path,
  header: (name) => fields[name],
  query: () => undefined,
});

/** A catalog whose names occur in no other edition. */
const edition = (n: number): CatalogOptions<"starter"> => ({
  products: {
    starter: { accepts: ["key"] },
    [`product-${n}`]: { accepts: ["token", "key"], audience: "api://pro" },
  },
  apis: Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [
      `api-${n}-${i}`,
      {
        path: `a${i}`,
        products: [i % 2 === 0 ? "starter" : (`product-${n}` as "starter")],
        operations: {
          [`read-${n}`]: { method: "GET", urlTemplate: "/{id}" },
          [`write-${n}`]: { method: "POST", urlTemplate: "/{id}" },
        },
      },
    ]),
  ),
});

/** Text that only requests contain. */
const OF_CALLER = "caller";

/** 500 requests, each with another path: every API, an unknown one, an unknown operation, and all kinds of credentials. */
async function walk(auth: ProductAuth<"starter">, round: number): Promise<void> {
  const credentials = [
    {},
    { [KEY]: "some-key" },
    { [KEY]: `${OF_CALLER}-key-${round}` },
    { authorization: `Bearer ${OF_CALLER}.b.c` },
    { authorization: `Bearer ${OF_CALLER}.b.c`, [KEY]: "some-key" },
    { authorization: `Basic ${OF_CALLER}` },
  ];
  const methods = ["GET", "POST", `${OF_CALLER.toUpperCase()}-${round}`];
  for (let i = 0; i < 500; i++) {
    const path = `/a${i % 59}/${OF_CALLER}-${round}-${i}`; // there are 50 APIs
    await auth.authorize(viewOf(methods[Math.floor(i / 6) % 3]!, path, credentials[i % 6]!), auth.anyProduct);
  }
}

describe("the series of a process", () => {
  it("are at most 2,000, whatever is decided and whatever the catalog contains", async () => {
    const collector = new Collector();
    const telemetry = watchedBy(collector);
    const outcomes = ["admit", "refuse", "unavailable"] as const;
    const credentials = ["token", "key", "both", "none", undefined];
    const unavailable = [
      "signing_keys",
      "subscriptions",
      "clients",
      "limits",
      "policy",
      "revocation",
    ] as const;
    for (let i = 0; i < 10_000; i++) {
      const outcome = outcomes[i % 3]!;
      telemetry.decided({
        outcome,
        ...(outcome !== "admit" && { code: `code_${i % 67}` }),
        credential: credentials[i % 5],
        product: `product-${i}`,
        api: `api-${i}`,
        rule: {},
        requires: "any product",
      } as unknown as DecisionEvent);
      telemetry.took(i / 1_000, outcome, `${unavailable[i % unavailable.length]!}_unavailable`);
      for (const store of ["subscriptions", "clients", "counters"] as const)
        telemetry.queried(store, i / 1_000, i % 2 === 0);
      for (const cache of ["tokens", "subscriptions", "clients"] as const)
        telemetry.lookedUp(cache, i % 2 === 0);
      telemetry.fetchedKeys(i / 1_000, i % 2 === 0);
    }
    expect(seriesIn(await collector.scrape()).length).to.be.within(1_500, 2_000);
    await collector.close();
  });

  it("are at most 2,000 for callers that walk 10,000 paths while catalogs with new names follow each other", async () => {
    const collector = new Collector();
    const auth: ProductAuth<"starter"> = createProductAuth({
      issuer: "https://issuer.example",
      fetch: async () => new Response("{}", { status: 500 }),
      ...edition(0),
      subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "some-key" }],
      telemetry: openTelemetry({ meterProvider: collector.meterProvider }),
    });
    for (let round = 0; round < 20; round++) {
      if (round > 0) auth.update(edition(round));
      await walk(auth, round);
    }
    const text = await collector.scrape();
    const decisions = seriesOf(text, "product_auth_decisions_total");
    expect([...decisions.values()].reduce((sum, one) => sum + one)).to.equal(10_000);
    expect(seriesIn(text).length).to.be.within(1_000, 2_000);
    expect([...decisions.keys()].filter((labels) => labels.includes('credential_kind="other"'))).to.not.be
      .empty;
    expect(text.toLowerCase()).to.not.include(OF_CALLER);
    await auth.close();
    await collector.close();
  });

  it("of a cache are two from its first look-up: a share of hits is a figure before the first hit", async () => {
    const collector = new Collector();
    const telemetry = openTelemetry({ meterProvider: collector.meterProvider });
    telemetry.lookedUp("tokens", false);
    telemetry.lookedUp("clients", true);
    const text = await collector.scrape();
    const counts = ["token", "client"].map((cache) =>
      ["hits", "misses"].map((which) => seriesOf(text, `product_auth_${cache}_cache_${which}_total`).get("")),
    );
    expect(counts).to.deep.equal([
      [0, 1],
      [1, 0],
    ]);
    await collector.close();
  });

  it("are the same for every call with one meter provider: gauges are not counted twice", async () => {
    const collector = new Collector();
    const { meterProvider } = collector;
    const options = {
      products: { starter: { accepts: ["key"] } },
      subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "some-key" }],
    } as const;
    const both = [1, 2].map(() =>
      createProductAuth({ ...options, telemetry: openTelemetry({ meterProvider }) }),
    );
    const view = viewOf("GET", "/", { [KEY]: "some-key" });
    for (const auth of both) await auth.authorize(view, auth.requirement({ product: "starter" }));
    const text = await collector.scrape();
    expect([...seriesOf(text, "product_auth_decisions_total").values()]).to.deep.equal([2]);
    expect(text.match(/^product_auth_counter_degraded(?:\{\})? /gm)).to.have.length(1);
    expect(openTelemetry({ meterProvider: new Collector().meterProvider })).to.not.equal(
      openTelemetry({ meterProvider }),
    );
    for (const auth of both) await auth.close();
    await collector.close();
  });
});
