import type { RequestView } from "#src/index.js";
import { createProductAuthTrustingClaims } from "#src/adapters/index.js";
import { expect } from "chai";
import { inWords } from "../../evidence/evidence-of.js";
import { FakeStore } from "../limits/fake-store.js";
import {
  AUDIENCE,
  badToken,
  GOOD_KEY,
  LIMIT,
  newToken,
  requestOf,
  slowStore,
  throttled,
} from "./throttled.js";

const TOO_MANY = "429 too_many_bad_credentials";
const ADMITTED = "admit starter token";
const BY_KEY = "admit starter key";

describe("the throttle for bad credentials", () => {
  describe("above the limit", () => {
    it("answers 429 like a rate limit, without a challenge, until the window has moved", async () => {
      const { auth, decide, exhaust, ask, pass } = throttled();
      await exhaust();
      pass(10);
      const refused = await decide({ token: badToken() });
      if (refused.outcome !== "refuse") throw new Error("it should be refused");
      expect(auth.answer(refused)).to.deep.equal({
        status: 429,
        headers: {
          "retry-after": "50",
          "content-type": "application/json",
          "cache-control": "no-store",
        },
        body: '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 50 seconds." }',
      });
      pass(49.999);
      expect(await ask({ token: newToken() })).to.equal(TOO_MANY);
      pass(0.001);
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
    });

    it("names the limit, the seconds and the address in the event", async () => {
      const { exhaust, ask, events } = throttled();
      await exhaust();
      await ask({ key: "guess" });
      expect(events.at(-1)).to.deep.include({
        status: 429,
        code: "too_many_bad_credentials",
        address: "192.0.2.1",
        limit: { kind: "rate", place: "bad-credentials", ...LIMIT, retryAfter: 60 },
      });
      expect(JSON.stringify(events.at(-1))).not.to.include("guess");
    });

    it("passes a token and a key that are known to be good, and no other", async () => {
      const { exhaust, ask } = throttled();
      const known = newToken();
      expect(await ask({ token: known })).to.equal(ADMITTED);
      await exhaust();
      expect(await ask({ token: known })).to.equal(ADMITTED);
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
      expect(await ask({ token: newToken() })).to.equal(TOO_MANY);
      expect(await ask({ token: known, key: "guess" })).to.equal(TOO_MANY);
      expect(await ask({ token: badToken(), key: GOOD_KEY })).to.equal(TOO_MANY);
      expect(await ask({ headers: { authorization: "Basic eDp5" } })).to.equal(TOO_MANY);
    });

    it("judges a known token by time and rights as ever: it is refused as before", async () => {
      const { exhaust, ask } = throttled();
      const [expired, powerless] = [newToken({ exp: 1 }), newToken({ roles: [] })];
      expect(await ask({ token: expired })).to.equal("401 token_expired");
      expect(await ask({ token: powerless })).to.equal("403 role_missing");
      await exhaust();
      expect(await ask({ token: expired })).to.equal("401 token_expired");
      expect(await ask({ token: powerless })).to.equal("403 role_missing");
    });

    it("does not count what it refuses, nor more than the limit", async () => {
      const { exhaust, ask, pass, auth } = throttled();
      const powerless = newToken({ roles: [] });
      await ask({ token: powerless });
      await exhaust();
      for (let i = 0; i < 20; i++) {
        await ask({ token: badToken() });
        await ask({ token: powerless });
      }
      expect(auth.health().counters).to.deep.include({ size: { known: 0, madeUp: 1 } });
      pass(60);
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
    });

    it("answers a request without credentials as before, and does not count it", async () => {
      const { exhaust, ask, pass } = throttled();
      for (let i = 0; i < 10; i++) expect(await ask({})).to.equal("401 credentials_missing");
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
      await exhaust();
      pass(1);
      expect(await ask({})).to.equal("401 credentials_missing");
    });
  });

  describe("counts per network", () => {
    for (const [name, bad, other] of [
      ["an IPv4 address", "192.0.2.1", "192.0.2.2"],
      ["the first 56 bits of an IPv6 address", "2001:db8::1", "2001:db8:0:100::1"],
    ] as const)
      it(name, async () => {
        const { exhaust, ask } = throttled();
        await exhaust(bad);
        expect(await ask({ token: newToken(), from: bad })).to.equal(TOO_MANY);
        expect(await ask({ token: newToken(), from: other })).to.equal(ADMITTED);
      });
    it("of any spelling, and not by single IPv6 addresses", async () => {
      const { exhaust, ask } = throttled();
      await exhaust("192.0.2.1");
      expect(await ask({ token: newToken(), from: "::ffff:192.0.2.1" })).to.equal(TOO_MANY);
      await exhaust("2001:db8::1");
      expect(await ask({ token: newToken(), from: "2001:DB8:0:ff::9" })).to.equal(TOO_MANY);
    });
    it("with counters.ipv6Prefix", async () => {
      const { exhaust, ask } = throttled({ counters: { ipv6Prefix: 64 } });
      await exhaust("2001:db8::1");
      expect(await ask({ token: newToken(), from: "2001:db8:0:1::1" })).to.equal(ADMITTED);
      expect(await ask({ token: newToken(), from: "2001:db8::2" })).to.equal(TOO_MANY);
    });
    it("callers without a readable address together", async () => {
      const { decide, ask, events } = throttled();
      for (let i = 0; i < 3; i++) await decide({ token: badToken(), from: i === 0 ? "nonsense" : null });
      expect(await ask({ token: newToken(), from: null })).to.equal(TOO_MANY);
      expect(events.at(-1)).not.to.have.property("address");
    });
  });

  describe("counts", () => {
    const counted = async (sent: Parameters<typeof requestOf>[0], more = {}, times: number = LIMIT.calls) => {
      const { ask } = throttled(more);
      for (let i = 0; i < times; i++) await ask(sent);
      return (await ask({ token: newToken() })) === TOO_MANY;
    };
    it("tokens and keys that are malformed, unknown, expired or without rights", async () => {
      for (const sent of [
        { token: "garbage" },
        { token: newToken({ exp: 1 }) },
        { token: newToken({ roles: [] }) },
        { token: newToken({ aud: "https://other.example" }) },
        { key: "guess" },
        { key: "x".repeat(300) },
        { headers: { authorization: "Basic eDp5" } },
      ])
        expect(await counted(sent), JSON.stringify(sent)).to.equal(true);
    });
    it("nothing that was not sent: a token or a key that a rule demands beside the other", async () => {
      const { auth, ask } = throttled();
      const rule = (accepts: "token" | "key") => auth.requirement({ product: "starter", accepts: [accepts] });
      for (let i = 0; i <= LIMIT.calls; i++) {
        const decided = [
          await auth.authorize(requestOf({ key: GOOD_KEY }), rule("token")),
          await auth.authorize(requestOf({ token: newToken() }), rule("key")),
        ];
        expect(decided.map(inWords)).to.deep.equal(["401 token_missing", "401 key_missing"]);
      }
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
    });
    it("whatever status failedValidation names", async () =>
      expect(await counted({ token: "garbage" }, { failedValidation: { status: 403 } })).to.equal(true));
    it("one fewer does not refuse", async () =>
      expect(await counted({ token: "garbage" }, {}, LIMIT.calls - 1)).to.equal(false));
    it("no refusal of an address, a header field, a path, a limit or the application", async () => {
      const custom = [{ name: "no", judge: () => ({ status: 401, message: "No." }) }];
      const header = {
        name: "X",
        failedCheckHttpCode: 401,
        failedCheckErrorMessage: "No.",
        ignoreCase: true,
      };
      const headers = { x: "1" };
      for (const [sent, policies] of [
        [{ token: "garbage" }, { checkHeader: [header] }],
        [{ token: "garbage" }, { ipFilter: { action: "forbid", addresses: ["192.0.2.1"] } }],
      ] as const) {
        const { ask, auth } = throttled({ policies });
        for (let i = 0; i < 4; i++) await ask(sent);
        expect(auth.health().counters?.size.madeUp ?? 0).to.equal(0);
      }
      expect(await counted({ key: GOOD_KEY, headers }, { policies: { custom } })).to.equal(false);
      const { ask, auth } = throttled({
        policies: { rateLimitByKey: [{ calls: 1, renewalPeriod: 60, counterKey: [{ text: "all" }] }] },
      });
      for (let i = 0; i < 5; i++) await ask({ key: GOOD_KEY });
      expect(await ask({ key: GOOD_KEY })).to.equal("429 rate_exceeded");
      expect(auth.health().counters?.size.madeUp).to.equal(0);
    });
    it("once per request, however many guards refuse it", async () => {
      const { auth, ask } = throttled();
      const request = requestOf({ token: badToken() });
      const rule = auth.requirement({ product: "starter" });
      for (let i = 0; i < 10; i++) await auth.authorize(request, i % 2 === 0 ? auth.anyProduct : rule);
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
    });
    it("nothing without the option", async () => {
      const { ask, auth } = throttled({ badCredentials: undefined } as never);
      for (let i = 0; i < 50; i++) await ask({ token: badToken() });
      expect(auth.health().counters?.size ?? { known: 0, madeUp: 0 }).to.deep.equal({ known: 0, madeUp: 0 });
    });
  });

  describe("keys in a store", () => {
    it("are known while they are cached, and no other is looked up above the limit", async () => {
      const store = slowStore();
      const { ask, exhaust, pass } = throttled({ subscriptions: store, subscriptionCache: { ttl: 20 } });
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
      await exhaust();
      const { asked } = store;
      for (let i = 0; i < 5; i++) expect(await ask({ key: `guess ${i}` })).to.equal(TOO_MANY);
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
      expect(store.asked).to.equal(asked);
      pass(20);
      expect(await ask({ key: GOOD_KEY })).to.equal(TOO_MANY);
      expect(store.asked).to.equal(asked);
    });
    it("that answers at once: it knows all of its keys", async () => {
      const subscription = { id: "acme", scope: "/products/starter", state: "active" } as const;
      let good = "";
      const { ask, exhaust } = throttled({
        subscriptions: { findByKeyDigest: (digest: string) => (digest === good ? subscription : undefined) },
      } as never);
      const { digestKey } = await import("#src/evidence/subscriptions/key-digest.js");
      good = digestKey(GOOD_KEY);
      await ask({ key: "guess" });
      await exhaust();
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
      expect(await ask({ key: "guess" })).to.equal(TOO_MANY);
    });
    it("that fails: its outage is reported, and counts nothing", async () => {
      const { ask, exhaust } = throttled({
        subscriptions: {
          findByKeyDigest: () => {
            throw new Error("gone");
          },
        },
      });
      for (let i = 0; i < 5; i++)
        expect(await ask({ key: GOOD_KEY })).to.equal("503 subscriptions_unavailable");
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
      await exhaust();
      expect(await ask({ key: GOOD_KEY })).to.equal(TOO_MANY);
    });
    it("with an earlier pepper", async () => {
      const { MemorySubscriptionStore } = await import("#src/index.js");
      const inner = new MemorySubscriptionStore(
        [{ id: "acme", scope: "/products/starter", primaryKey: GOOD_KEY }],
        "an earlier pepper",
      );
      const { ask, exhaust } = throttled({
        subscriptions: { findByKeyDigest: (digest) => Promise.resolve(inner.findByKeyDigest(digest)) },
        subscriptionKeyPepper: { current: "a later pepper", previous: ["an earlier pepper"] },
      });
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
      await exhaust();
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
    });
  });

  describe("the tokens of policies", () => {
    const policies = { validateJwt: [{ audiences: [AUDIENCE] }] };
    const products = { starter: { accepts: ["key"] } };
    it("count, and above the limit only known ones are judged", async () => {
      const { ask } = throttled({ products, policies } as never);
      const known = newToken();
      expect(await ask({ key: GOOD_KEY, token: known })).to.equal(BY_KEY);
      for (let i = 0; i < LIMIT.calls; i++)
        expect(await ask({ key: GOOD_KEY, token: badToken() })).to.equal("401 token_signature");
      expect(await ask({ key: GOOD_KEY, token: badToken() })).to.equal(TOO_MANY);
      expect(await ask({ key: GOOD_KEY, token: newToken() })).to.equal(TOO_MANY);
      expect(await ask({ key: GOOD_KEY, token: known })).to.equal(BY_KEY);
      expect(await ask({ key: GOOD_KEY })).to.equal("401 token_missing");
    });
  });

  describe("requests that are decided again", () => {
    it("pass and count nothing when an open connection is checked", async () => {
      const { auth, exhaust, ask } = throttled();
      const recheck = async (sent: Parameters<typeof requestOf>[0]) =>
        auth.authorize({ ...requestOf(sent), quiet: true } as RequestView, auth.anyProduct);
      for (let i = 0; i < 10; i++) expect(await recheck({ token: badToken() })).to.include({ status: 401 });
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
      await exhaust();
      expect(await recheck({ token: newToken() })).to.include({ outcome: "admit" });
    });
    it("for an answer within other routes: no key is looked up for it above the limit", async () => {
      const store = slowStore();
      const { auth, ask, exhaust } = throttled({ subscriptions: store });
      const rule = auth.requirement({ product: "starter", accepts: ["token"] });
      const powerless = newToken({ roles: [] });
      expect(await ask({ token: powerless })).to.equal("403 role_missing");
      await exhaust();
      const decision = await auth.authorize(requestOf({ token: powerless, key: "guess" }), rule);
      if (decision.outcome !== "refuse") throw new Error("it should be refused");
      expect(decision.code).to.equal("role_missing");
      expect(await auth.answerWithin(decision)).to.include({ status: 429 });
      expect(store.asked).to.equal(0);
    });
  });

  describe("where the application verifies tokens", () => {
    const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
    const trusting = () =>
      createProductAuthTrustingClaims(
        {
          tenantId: TENANT,
          products: {
            starter: { audience: "55556666-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key"] },
          },
          subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: GOOD_KEY }],
          badCredentials: LIMIT,
        } as never,
        () => undefined,
      );
    it("tokens neither count nor are refused, and keys are", async () => {
      const auth = trusting();
      const ask = async (sent: Parameters<typeof requestOf>[0]) =>
        inWords(await auth.authorize(requestOf(sent), auth.anyProduct));
      for (let i = 0; i < 10; i++) expect(await ask({ token: badToken() })).to.match(/^401 token_/);
      for (let i = 0; i < LIMIT.calls; i++) expect(await ask({ key: "guess" })).to.equal("401 key_unknown");
      expect(await ask({ key: "guess" })).to.equal(TOO_MANY);
      expect(await ask({ token: badToken() })).to.match(/^401 token_/);
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
    });
  });

  describe("a shared store", () => {
    it("is asked before a new credential is verified, never for a known one, and never delays a refusal", async () => {
      const store = new FakeStore();
      const { auth, ask, decide } = throttled({ counters: { store } });
      const known = newToken();
      expect(await ask({ token: known })).to.equal(ADMITTED);
      expect(store.asked).to.have.length(1);
      expect(auth.authorize(requestOf({ token: known }), auth.anyProduct)).not.to.be.instanceOf(Promise);
      expect(store.asked).to.have.length(1);
      const late = decide({ token: badToken() });
      await Promise.resolve();
      store.mood = "hangs";
      expect(await late).to.include({ code: "token_signature" });
      expect(store.asked).to.have.length(3);
      for (const { answer } of store.late) answer();
      await auth.close();
    });
    it("is asked once for each request, however many guards judge it", async () => {
      const store = new FakeStore();
      const { auth } = throttled({ counters: { store } });
      const request = requestOf({ token: newToken(), key: "guess" });
      for (let i = 0; i < 3; i++) await auth.authorize(request, auth.anyProduct);
      // To ask for room, and to count the refusal.
      expect(store.asked).to.have.length(2);
      await auth.close();
    });
    it("counts callers without an address by one key, which names the limit only", async () => {
      const store = new FakeStore();
      const { auth, decide } = throttled({ counters: { store } });
      await decide({ key: "guess", from: null });
      await decide({ key: "guess" });
      const keys = ["bad-credentials sliding-window60 ", "bad-credentials sliding-window60 192.0.2.1"];
      expect(store.asked).to.deep.equal([keys[0], keys[0], keys[1], keys[1]]);
      await auth.close();
    });
    it("is shared by instances", async () => {
      const store = new FakeStore();
      const [one, other] = [throttled({ counters: { store } }), throttled({ counters: { store } })];
      await one.exhaust();
      expect(await other.ask({ token: newToken() })).to.equal(TOO_MANY);
      await Promise.all([one.auth.close(), other.auth.close()]);
    });
    for (const [onStoreFailure, then] of [
      ["local", TOO_MANY],
      ["refuse", TOO_MANY],
      ["admit-uncounted", "401 token_signature"],
    ] as const)
      it(`that fails, with ${onStoreFailure}: ${then}`, async () => {
        const store = new FakeStore();
        const { auth, ask, exhaust } = throttled({
          counters: { store, onStoreFailure, onChange: () => undefined },
        });
        await exhaust();
        store.mood = "rejects";
        expect(await ask({ token: badToken() })).to.equal(then);
        expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
        expect(await ask({ key: GOOD_KEY, from: "192.0.2.9" })).to.equal(BY_KEY);
        await auth.close();
      });
    it("without sliding windows keeps token buckets", async () => {
      const store = Object.assign(new FakeStore(), { kinds: ["token-bucket", "fixed-window"] as const });
      const { auth, ask, exhaust, pass } = throttled({ counters: { store } });
      await exhaust();
      expect(await ask({ token: newToken() })).to.equal(TOO_MANY);
      pass(20);
      expect(await ask({ token: newToken() })).to.equal(ADMITTED);
      await auth.close();
    });
  });

  describe("explain", () => {
    const CHECK = "its address has not sent too many bad credentials";
    it("shows the check, and counts nothing", async () => {
      const { auth, exhaust, ask } = throttled();
      for (let i = 0; i < 10; i++) await auth.explain(requestOf({ token: badToken() }));
      const { checks } = await auth.explain(requestOf({ token: newToken() }));
      expect(checks[0]).to.deep.equal({ check: CHECK, result: "passed" });
      await exhaust();
      const refused = await auth.explain(requestOf({ token: newToken({ jti: "x" }) }));
      expect(refused).to.deep.include({ outcome: "refuse", status: 429, code: "too_many_bad_credentials" });
      expect(refused.checks).to.deep.equal([
        {
          check: CHECK,
          result: "failed",
          expected: "at most 3 refused credentials in 60 s, from its network",
          actual: "no room for 60 s, and a credential that is not known to be good",
        },
        { check: "a credential is presented", result: "not reached" },
      ]);
      expect(await ask({ key: GOOD_KEY })).to.equal(BY_KEY);
    });
    it("shows the failed check of a policy's token, with limits too", async () => {
      const { auth, exhaust } = throttled({
        policies: {
          validateJwt: [{ audiences: [AUDIENCE] }],
          rateLimitByKey: [{ calls: 1, renewalPeriod: 60, counterKey: ["caller"] }],
        },
        products: { starter: { accepts: ["key"] } },
      } as never);
      for (let i = 0; i < LIMIT.calls; i++)
        await auth.authorize(requestOf({ key: GOOD_KEY, token: badToken() }), auth.anyProduct);
      await exhaust();
      const { code, checks } = await auth.explain(requestOf({ key: GOOD_KEY, token: newToken() }));
      expect(code).to.equal("too_many_bad_credentials");
      expect(checks.at(-1)).to.include({ check: CHECK, result: "failed" });
    });
    it("has no such check without the option", async () => {
      const { auth } = throttled({ badCredentials: undefined } as never);
      const { checks } = await auth.explain(requestOf({ token: newToken() }));
      expect(checks.map(({ check }) => check)).not.to.include(CHECK);
    });
  });
});
