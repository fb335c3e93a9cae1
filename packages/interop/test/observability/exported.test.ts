import { expect } from "chai";
import { createServer, type Server } from "node:http";
import { createProductAuth, MemorySubscriptionStore, type DecisionEvent } from "@product-auth/core";
import { openTelemetry } from "@product-auth/core/telemetry";
import type { Entra } from "@product-auth/emulator";
import { KEY, listening, startTestEntra, stopped, SUBSCRIPTIONS } from "@product-auth/testkit/adapter";
import request from "supertest";
import { Collector, seriesOf } from "./support/collector.js";
import { FRAMEWORKS } from "./support/frameworks.js";
import { watchedBy } from "./support/watched.js";

/** Text of a request that must stay out of labels. */
const HOSTILE = '/orders/%22%7D%0Aevil{le="1"}?subscription-key=s3cret-key&x=evil';

for (const [framework, build] of Object.entries(FRAMEWORKS))
  describe(`metrics and spans of an API in ${framework}`, () => {
    let entra: Entra;
    let collector: Collector;
    let server: Server;
    let close: () => Promise<void>;
    let isDown = false;
    before(async () => {
      [entra, collector] = [await startTestEntra(), new Collector()];
      const known = new MemorySubscriptionStore(SUBSCRIPTIONS);
      const core = createProductAuth({
        tenantId: entra.tenantId,
        authorityHost: entra.origin,
        products: {
          starter: { audience: entra.products["starter"]!.audience },
          pro: {
            audience: entra.products["pro"]!.audience,
            accepts: ["token", "key"],
            rateLimit: { calls: 100, renewalPeriod: 60 },
          },
        },
        apis: {
          orders: {
            path: "orders",
            products: ["pro"],
            operations: { read: { method: "GET", urlTemplate: "/{id}" } },
          },
        },
        subscriptions: {
          findByKeyDigest: async (digest) => {
            if (isDown) throw new Error("connect postgres://api:s3cret@db");
            return known.findByKeyDigest(digest);
          },
        },
        counters: { store: failing, onChange: () => undefined },
        telemetry: openTelemetry({ meterProvider: collector.meterProvider }),
      });
      server = await listening(createServer(collector.within(await build(core))));
      close = () => core.close();
    });
    after(async () => {
      await stopped(server);
      await close();
      await collector.close();
      await entra.close();
    });

    let token: string;
    before(async () => {
      token = await entra.tokenFor({ client: "contoso", product: "pro" });
      const get = (path: string) => request(server).get(path);
      await get("/pro").auth(token, { type: "bearer" }).expect(200);
      await get("/orders/7").auth(token, { type: "bearer" }).expect(200);
      await get("/pro").set(KEY, "pro-key").expect(200);
      await get("/pro").set(KEY, "pro-key").expect(200);
      await get("/pro").set(KEY, "s3cret-key").expect(401);
      await get("/pro").expect(401);
      await get(HOSTILE).auth("s3cret.token.evil", { type: "bearer" }).expect(401);
      isDown = true;
      await get("/pro").set(KEY, "another-key").expect(503);
    });

    it("count decisions by outcome, code, credential, product, API and operation", async () => {
      expect(
        Object.fromEntries(seriesOf(await collector.scrape(), "product_auth_decisions_total")),
      ).to.deep.equal({
        'outcome="admit",credential="token",product="pro"': 1,
        'outcome="admit",credential="token",product="pro",api="orders",operation="read"': 1,
        'outcome="admit",credential="key",product="pro"': 2,
        'outcome="refuse",code="key_unknown",credential="key",product="pro"': 1,
        'outcome="refuse",code="credentials_missing",credential="none",product="pro"': 1,
        'outcome="refuse",code="token_malformed",credential="both",product="pro"': 1,
        'outcome="unavailable",code="subscriptions_unavailable",credential="key",product="pro"': 1,
      });
    });

    it("measure decisions, queries and fetches, and what failed", async () => {
      const text = await collector.scrape();
      const counted = (metric: string) => Object.fromEntries(seriesOf(text, `product_auth_${metric}_count`));
      expect(counted("decision_duration")).to.deep.equal({
        'outcome="admit"': 4,
        'outcome="refuse"': 3,
        'outcome="unavailable"': 1,
      });
      expect(counted("subscriptions_query_duration")).to.deep.equal({
        "": 2,
        'code="subscriptions_unavailable"': 1,
      });
      expect(counted("counters_query_duration")).to.deep.equal({ 'code="limits_unavailable"': 1 });
      expect(counted("signing_keys_fetch_duration")[""]).to.be.at.least(2);
    });

    it("show caches, keys and counters", async () => {
      const text = await collector.scrape();
      const value = (metric: string) => seriesOf(text, `product_auth_${metric}`).get("");
      expect(value("tokens_cache_hits_total")).to.equal(1);
      expect(value("tokens_cache_misses_total")).to.equal(2);
      expect(value("subscriptions_cache_hits_total")).to.equal(1);
      expect(value("subscriptions_cache_misses_total")).to.equal(3);
      expect(value("tokens_cache_count")).to.equal(1);
      expect(value("signing_keys_source_count")).to.equal(2);
      expect(value("signing_keys_source_failing")).to.equal(0);
      expect(value("signing_keys_source_unusable")).to.equal(0);
      expect(value("signing_keys_age")).to.be.at.least(0);
      expect(value("counters_degraded")).to.equal(1);
      expect(value("counters_count")).to.be.above(0);
    });

    it("describe the decision on the span of the request", () => {
      const attributes = collector.spans.map((span) => span.attributes);
      expect(attributes).to.have.length(8);
      expect(attributes[1]).to.deep.equal({
        "product_auth.outcome": "admit",
        "product_auth.rule": "product pro",
        "product_auth.catalog.version": attributes[0]!["product_auth.catalog.version"],
        "product_auth.credential": "token",
        "product_auth.product": "pro",
        "product_auth.api": "orders",
        "product_auth.operation": "read",
        "product_auth.client.id": entra.clients["contoso"]!.appId,
      });
      expect(attributes[2]).to.include({ "product_auth.subscription.id": "contoso-pro" });
      expect(attributes[7]).to.include({
        "product_auth.outcome": "unavailable",
        "product_auth.code": "subscriptions_unavailable",
      });
    });

    it("contain no secret, and in labels nothing of a request", async () => {
      const text = await collector.scrape();
      const spans = JSON.stringify(collector.spans.map(({ name, attributes }) => [name, attributes]));
      for (const part of ["s3cret", "pro-key", "another-key", token.split(".")[2]!, "evil"])
        expect(text + spans).to.not.include(part);
      expect(text).to.not.include("contoso").and.to.not.include("127.0.0.1");
    });
  });

/** A store of counters that does not answer. */
const failing = {
  take: () => Promise.reject(new Error("down")),
  add: () => Promise.reject(new Error("down")),
  read: () => Promise.reject(new Error("down")),
  reset: () => Promise.reject(new Error("down")),
};

describe("the series of a process", () => {
  it("are at most 2,000, whatever is decided and whatever the catalog contains", async () => {
    const collector = new Collector();
    const telemetry = watchedBy(collector);
    const outcomes = ["admit", "refuse", "unavailable"] as const;
    const credentials = ["token", "key", "both", "none", undefined];
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
      telemetry.took(i / 1_000, outcome);
      for (const store of ["subscriptions", "clients", "counters"] as const)
        telemetry.queried(store, i / 1_000, i % 2 === 0);
      for (const cache of ["tokens", "subscriptions", "clients"] as const)
        telemetry.lookedUp(cache, i % 2 === 0);
      telemetry.fetchedKeys(i / 1_000, i % 2 === 0);
    }
    const lines = (await collector.scrape()).split("\n").filter((line) => /^[a-z]/.test(line));
    expect(lines.length).to.be.within(1_500, 2_000);
    await collector.close();
  });
});
