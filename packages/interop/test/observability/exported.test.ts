import { expect } from "chai";
import { createServer, type Server } from "node:http";
import { createProductAuth, MemorySubscriptionStore } from "@product-auth/core";
import { openTelemetry } from "@product-auth/core/telemetry";
import type { Entra } from "@product-auth/emulator";
import { KEY, listening, startTestEntra, stopped, SUBSCRIPTIONS } from "@product-auth/testkit/adapter";
import request from "supertest";
import { Collector, seriesOf } from "./support/collector.js";
import { FRAMEWORKS } from "./support/frameworks.js";

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

    it("count decisions by code, credential, product, API and operation", async () => {
      expect(
        Object.fromEntries(seriesOf(await collector.scrape(), "product_auth_decisions_total")),
      ).to.deep.equal({
        'credential_kind="token",product_name="pro"': 1,
        'credential_kind="token",product_name="pro",api_name="orders",operation_name="read"': 1,
        'credential_kind="key",product_name="pro"': 2,
        'code="key_unknown",credential_kind="key",product_name="pro"': 1,
        'code="credentials_missing",credential_kind="none",product_name="pro"': 1,
        'code="token_malformed",credential_kind="both",product_name="pro"': 1,
        'code="subscriptions_unavailable",credential_kind="key",product_name="pro"': 1,
      });
    });

    it("measure decisions, queries and fetches, and what failed", async () => {
      const text = await collector.scrape();
      const counted = (metric: string) => Object.fromEntries(seriesOf(text, `product_auth_${metric}_count`));
      expect(counted("decision_duration")).to.deep.equal({
        "": 7,
        'code="subscriptions_unavailable"': 1,
      });
      expect(counted("subscription_query_duration")).to.deep.equal({
        "": 2,
        'code="subscriptions_unavailable"': 1,
      });
      expect(counted("counter_query_duration")).to.deep.equal({ 'code="limits_unavailable"': 1 });
      expect(counted("signing_key_fetch_duration")[""]).to.be.at.least(2);
    });

    it("show caches, keys and counters", async () => {
      const text = await collector.scrape();
      const value = (metric: string) => seriesOf(text, `product_auth_${metric}`).get("");
      expect(value("token_cache_hits_total")).to.equal(1);
      expect(value("token_cache_misses_total")).to.equal(2);
      expect(value("subscription_cache_hits_total")).to.equal(1);
      expect(value("subscription_cache_misses_total")).to.equal(3);
      expect(value("token_cache_count")).to.equal(1);
      expect(value("signing_key_source_count")).to.equal(2);
      expect(value("signing_key_source_failing")).to.equal(0);
      expect(value("signing_key_source_unusable")).to.equal(0);
      expect(value("signing_key_age")).to.be.at.least(0);
      expect(value("counter_degraded")).to.equal(1);
      expect(value("counter_count")).to.be.above(0);
    });

    it("describe the decision on the span of the request", () => {
      const attributes = collector.spans.map((span) => span.attributes);
      expect(attributes).to.have.length(8);
      expect(attributes[1]).to.deep.equal({
        "product_auth.outcome": "admit",
        "product_auth.rule": "product pro",
        "product_auth.catalog.version": attributes[0]!["product_auth.catalog.version"],
        "product_auth.credential.kind": "token",
        "product_auth.product.name": "pro",
        "product_auth.api.name": "orders",
        "product_auth.operation.name": "read",
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
