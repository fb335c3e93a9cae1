import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { expect } from "chai";
import fc from "fast-check";
import { createProductAuth, type Decision, type ProductAuth, type RequestView } from "#src/index.js";
import { viewOf } from "../../request/view-of.js";
import { catalog, type Catalog } from "../token/policy-catalogs.js";
import { headersOf, PRESENTED } from "../token/policy-world.js";

const START = Date.UTC(2026, 0, 1);
const FIELDS = { remainingCallsHeaderName: "X-Left", totalCallsHeaderName: "X-All" };
const RATE = { calls: 2, renewalPeriod: 60 };
const ACME = { id: "acme", scope: "/products/starter", primaryKey: "acme", secondaryKey: "acme-2" };
const SUBSCRIPTION = { subscription: { id: "acme", scope: "/products/starter" } };

const create = (product: object = { rateLimit: { ...RATE, ...FIELDS } }, more: object = {}) =>
  createProductAuth<string, string>({
    products: { starter: { accepts: ["key"], ...product }, pro: { accepts: ["key"] } },
    subscriptions: [ACME],
    clock: () => START,
    ...more,
  } as never);

const asking = (headers: Record<string, string> = {}, address = "203.0.113.5"): RequestView => ({
  ...viewOf({ "ocp-apim-subscription-key": "acme", ...headers }),
  address: () => address,
});
const used = async (auth: ProductAuth<string, string>) => (await auth.limits.of(SUBSCRIPTION))[0]?.used;
const decide = async (auth: ProductAuth<string, string>, view = asking(), requirement = auth.anyProduct) =>
  auth.authorize(view, requirement);

describe("what takes nothing from a limit", () => {
  it("a refused credential", async () => {
    const auth = create();
    for (const key of ["", "wrong"]) await decide(auth, asking({ "ocp-apim-subscription-key": key }));
    expect(await used(auth)).to.equal(0);
  });
  it("a token policy, a policy of the application and a limit that refuse", async () => {
    const judge = () => ({ status: 418, message: "No." });
    const issuers = [{ name: "main", issuer: "https://main.example", jwksUri: "https://main.example/keys" }];
    const policies: readonly (readonly [policy: object, code: string])[] = [
      [{ validateJwt: { audiences: ["https://api.example"] } }, "token_missing"],
      [{ custom: [{ name: "mine", judge }] }, "policy_refused"],
    ];
    for (const [policy, code] of policies) {
      const auth = create({ rateLimit: RATE, ...policy }, { issuers });
      const decision = await decide(auth);
      expect(decision).to.include({ outcome: "refuse", code });
      expect(await used(auth), code).to.equal(0);
    }
    const auth = create({ rateLimit: { ...RATE, calls: 9 }, quota: { calls: 1, renewalPeriod: 0 } });
    for (let i = 0; i < 3; i++) await decide(auth);
    expect(await used(auth)).to.equal(1);
  });
  it("explain, also of a limit that is used up, and it says which", async () => {
    const auth = create();
    for (let i = 0; i < 5; i++) {
      const explained = await auth.explain(asking());
      expect(explained.outcome).to.equal("admit");
    }
    expect(await used(auth)).to.equal(0);
    await decide(auth);
    await decide(auth);
    const explained = await auth.explain(asking());
    expect(explained.outcome).to.equal("refuse");
    const failed = explained.checks.find(({ result }) => result === "failed");
    expect(failed).to.include({
      expected: "at most 2 calls in 60 s, for product:starter",
      actual: "used up for 60 s",
    });
    expect(await used(auth)).to.equal(2);
  });
  it("an open connection that is checked again, also above the limit", async () => {
    const auth = create();
    const quiet = () => ({ ...asking(), quiet: true }) as RequestView;
    await decide(auth, quiet());
    expect(await used(auth)).to.equal(0);
    for (let i = 0; i < 3; i++) await decide(auth);
    expect(await decide(auth, quiet())).to.include({ outcome: "admit" });
    expect(await used(auth)).to.equal(2);
  });
  it("a second guard of the request, whatever its rule", async () => {
    const auth = create();
    const view = asking();
    for (const requirement of [auth.anyProduct, auth.requirement({ product: "starter" }), auth.anyProduct])
      expect((await decide(auth, view, requirement)).outcome).to.equal("admit");
    expect(await used(auth)).to.equal(1);
    await decide(auth, asking());
    expect(await used(auth)).to.equal(2);
  });
});

describe("a limit beside other policies", () => {
  it("counts what they let pass, at once and after a wait, and explain asks about it", async () => {
    for (const judge of [() => undefined, () => Promise.resolve(undefined)]) {
      const auth = create({ rateLimit: RATE, custom: [{ name: "mine", judge }] });
      const outcomes: string[] = [];
      for (let i = 0; i < 3; i++) outcomes.push((await decide(auth)).outcome);
      expect(outcomes).to.deep.equal(["admit", "admit", "refuse"]);
      expect(await used(auth)).to.equal(2);
      expect(await auth.explain(asking())).to.include({ outcome: "refuse", code: "rate_exceeded" });
    }
  });
});

describe("answers to calls without room", () => {
  it("answer and answerWithin are the same, and neither takes anything", async () => {
    const auth = create({ rateLimit: { calls: 1, renewalPeriod: 60, ...FIELDS } });
    await decide(auth);
    const view = asking();
    const decision = (await decide(auth, view, auth.requirement({ product: "starter" }))) as Exclude<
      Decision,
      { outcome: "admit" }
    >;
    const answer = auth.answer(decision);
    expect(answer).to.deep.equal({
      status: 429,
      headers: {
        "x-all": "1",
        "retry-after": "60",
        "content-type": "application/json",
        "cache-control": "no-store",
      },
      body: '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 60 seconds." }',
    });
    expect(await auth.answerWithin(decision)).to.deep.equal(answer);
    expect(await used(auth)).to.equal(1);
  });
  it("each with its own time: no rendered answer is used twice", async () => {
    let now = START;
    const auth = create({ rateLimit: { calls: 1, renewalPeriod: 60 } }, { clock: () => now });
    await decide(auth);
    const seconds: unknown[] = [];
    for (const later of [0, 10_000, 20_001]) {
      now = START + later;
      const decision = await decide(auth);
      if (decision.outcome !== "admit") seconds.push(auth.answer(decision).headers["retry-after"]);
    }
    expect(seconds).to.deep.equal(["60", "50", "40"]);
  });
  it("addresses: an IPv6 network is one caller, mapped IPv4 is IPv4, an unknown address is one caller", async () => {
    const auth = create({}, { policies: { rateLimitByKey: [{ ...RATE, calls: 1, counterKey: ["ip"] }] } });
    const outcomes = async (...addresses: readonly (string | undefined)[]) => {
      const found: string[] = [];
      for (const address of addresses)
        found.push((await decide(auth, { ...asking(), address: () => address })).outcome);
      return found;
    };
    expect(await outcomes("2001:db8:1:100::1", "2001:db8:1:1ff:ffff::2", "2001:db8:1:200::1")).to.deep.equal([
      ...["admit", "refuse", "admit"],
    ]);
    expect(await outcomes("203.0.113.5", "::ffff:203.0.113.5", "203.0.113.5:4711")).to.deep.equal([
      ...["admit", "refuse", "refuse"],
    ]);
    expect(await outcomes(undefined, "nonsense")).to.deep.equal(["admit", "refuse"]);
  });
});

describe("a quota, and a subscription whose dates are no numbers", () => {
  for (const dates of [
    { startDate: new Date(START - 60_000) },
    { createdDate: "2025-12-31T23:59:00Z" },
    { createdDate: NaN },
    { createdDate: 0.5 },
  ])
    it(`${JSON.stringify(dates)}: is full all the same`, async () => {
      const acme = { id: "acme", scope: "/products/starter", state: "active", ...dates };
      const auth = create(
        { quota: { calls: 2, renewalPeriod: 3_600 } },
        { subscriptions: { findByKeyDigest: () => acme } },
      );
      const outcomes: string[] = [];
      for (let i = 0; i < 4; i++) outcomes.push((await decide(auth)).outcome);
      expect(outcomes).to.deep.equal(["admit", "admit", "refuse", "refuse"]);
    });
});

describe("a function of a limit that fails for every response", () => {
  it("is one process warning for each limit, whose name operators know", async () => {
    const failing = (counterName: string) => ({ counterName, incrementCount: () => -1 });
    expect(await answered(failing("one"), failing("other"))).to.deep.equal({
      answers: ["admit", "admit", "admit"],
      warnings: ["ProductAuthLimitWarning", "ProductAuthLimitWarning"],
      used: 3,
    });
  });

  const late = () => Promise.reject(new Error("late"));
  for (const name of ["incrementCount", "incrementCondition"])
    it(`counts one when ${name} returns a promise, whose rejection ends no process`, async () => {
      expect(await answered({ [name]: late })).to.deep.equal({
        answers: ["admit", "admit", "admit"],
        warnings: ["ProductAuthLimitWarning"],
        used: 3,
      });
    });
  it("admits no call when counterKey returns a promise", async () => {
    const error = "TypeError: counterKey returned a promise; it must answer at once";
    expect(await answered({ counterKey: late })).to.deep.equal({
      answers: [error, error, error],
      warnings: [],
      used: undefined,
    });
  });

  /** What three calls with these limits are answered, over HTTP. */
  async function answered(...limits: readonly object[]) {
    const warnings: Error[] = [];
    const warned = (warning: Error) => void warnings.push(warning);
    const limit = { calls: 9, renewalPeriod: 60, counterKey: ["caller"] };
    const auth = create({ rateLimitByKey: limits.map((one) => ({ ...limit, ...one })) });
    const server = createServer((req, res) => {
      try {
        const decision = auth.authorize(auth.viewOf(req), auth.anyProduct) as Decision<string>;
        if (decision.outcome === "admit") decision.onResponse?.(res);
        res.end(decision.outcome);
      } catch (error) {
        res.end(String(error));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.on("warning", warned);
    const { port } = server.address() as AddressInfo;
    const answers: string[] = [];
    for (let i = 0; i < 3; i++) {
      const headers = { "ocp-apim-subscription-key": "acme" };
      answers.push(await (await fetch(`http://127.0.0.1:${port}/orders`, { headers })).text());
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warned);
    server.closeAllConnections();
    server.close();
    return { answers, warnings: warnings.map(({ name }) => name), used: await used(auth) };
  }
});

describe("a store of counters that fails, through an instance", () => {
  const fail = () => Promise.reject(Object.assign(new Error("secret"), { code: "ECONNREFUSED" }));
  const store = { take: fail, add: fail, read: fail, reset: fail };

  it("is published once, and is a process warning where nothing observes it", async () => {
    const published: unknown[] = [];
    const warnings: Error[] = [];
    const hear = (event: unknown) => published.push(event);
    const warned = (warning: Error) => void warnings.push(warning);
    subscribe("product-auth:counters", hear);
    process.on("warning", warned);
    const auth = create(undefined, { counters: { store } });
    for (let i = 0; i < 4; i++) await decide(auth);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warned);
    unsubscribe("product-auth:counters", hear);
    await auth.close();
    expect(published).to.have.length(1);
    expect(published[0]).to.include({ state: "degraded", cause: "ECONNREFUSED", at: START });
    const own = warnings.filter(({ name }) => name === "ProductAuthCountersWarning");
    expect(own.map(({ message }) => message)).to.deep.equal(["The store of counters fails: ECONNREFUSED"]);
    expect(auth.health().counters).to.include({ state: "degraded", store: "shared", cause: "ECONNREFUSED" });
  });
});

describe("a call while the store of counters fails", () => {
  const fail = () => Promise.reject(new Error("secret"));
  const store = { take: fail, add: fail, read: fail, reset: fail };
  const deciding = async (onStoreFailure: string, times = 1) => {
    const auth = create(undefined, { counters: { store, onStoreFailure } });
    let decision = await decide(auth);
    for (let i = 1; i < times; i++) decision = await decide(auth);
    await auth.close();
    return decision;
  };

  it("refuse: is answered 503, with when to try again", async () => {
    const decision = await deciding("refuse");
    expect(decision).to.include({ outcome: "unavailable", code: "limits_unavailable", retryAfter: 5 });
  });
  it("admit-uncounted: is admitted, however many come, without fields", async () => {
    const decision = await deciding("admit-uncounted", 5);
    expect(decision.outcome).to.equal("admit");
    expect(decision.headers).to.not.have.any.keys("x-left", "x-all", "ratelimit");
  });
  it("local: counts here", async () => {
    expect((await deciding("local", 2)).outcome).to.equal("admit");
    expect((await deciding("local", 3)).outcome).to.equal("refuse");
  });
});

describe("several guards of one request", () => {
  const limit = (counterName: string, calls: number) =>
    ({
      ...{ calls, renewalPeriod: 60, counterKey: ["caller"], counterName },
      remainingCallsHeaderName: "X-Left",
    }) as const;
  const guarded = (more: object = {}, product: object = {}) => {
    const auth = create(product, more);
    const rule = (...rateLimitByKey: readonly object[]) =>
      auth.requirement({ product: "starter", rateLimitByKey } as never);
    return { auth, rule };
  };
  const left = async (auth: ProductAuth<string, string>, view: RequestView, ...rules: readonly unknown[]) => {
    const found: unknown[] = [];
    for (const rule of rules) {
      const { outcome, headers } = await decide(auth, view, rule as never);
      found.push(outcome === "admit" ? headers["x-left"] : outcome);
    }
    return found;
  };

  it("count each of their limits once, whatever their order", async () => {
    const { auth, rule } = guarded();
    const [a, b, both] = [rule(limit("a", 9)), rule(limit("b", 8)), rule(limit("a", 9), limit("b", 8))];
    expect(await left(auth, asking(), a, a)).to.deep.equal(["8", "8"]);
    expect(await left(auth, asking(), a, b, a, b, both)).to.deep.equal(["7", "7", "7", "7", "7"]);
    expect(await left(auth, asking(), b)).to.deep.equal(["6"]);
    expect(await left(auth, asking(), a)).to.deep.equal(["6"]);
  });
  it("send the smallest number that is left, whichever of them has counted it", async () => {
    const { auth, rule } = guarded();
    const [few, many] = [rule(limit("few", 3)), rule(limit("many", 100))];
    expect(await left(auth, asking(), few, many)).to.deep.equal(["2", "2"]);
    expect(await left(auth, asking(), many, few)).to.deep.equal(["98", "1"]);
    expect(await left(auth, asking(), many)).to.deep.equal(["97"]);
  });
  it("list each limit once in the IETF's fields", async () => {
    const { auth, rule } = guarded({ counters: { headers: "ietf" } });
    const [a, b] = [rule(limit("a", 9)), rule(limit("b", 8))];
    const view = asking();
    const fields: unknown[] = [];
    for (const one of [a, b, a, rule(limit("a", 9), limit("b", 8))])
      fields.push((await decide(auth, view, one)).headers["ratelimit"]);
    expect(fields).to.deep.equal([
      '"a";r=8;t=60',
      '"a";r=8;t=60, "b";r=7;t=60',
      '"b";r=7;t=60, "a";r=8;t=60',
      '"a";r=8;t=60, "b";r=7;t=60',
    ]);
  });
  it("ask the store once for each limit", async () => {
    const asked: string[] = [];
    const store = {
      take: (counters: readonly { readonly key: string; readonly amount: number }[]) => {
        asked.push(counters.map(({ key }) => key).join());
        return { used: counters.map(() => 1) };
      },
      ...{ add: () => undefined, read: () => [], reset: () => undefined },
    };
    const { auth, rule } = guarded({ counters: { store } });
    const [a, b] = [rule(limit("a", 9)), rule(limit("b", 8))];
    const view = asking();
    for (const one of [a, a, b, b, a]) await decide(auth, view, one);
    expect(asked).to.have.length(2);
    await auth.close();
  });
});

describe("limits of which only some depend on the response", () => {
  it("count calls before it and bytes after it", async () => {
    const auth = create({
      rateLimit: { calls: 9, renewalPeriod: 60 },
      quota: { calls: 9, bandwidth: 1, renewalPeriod: 60 },
    });
    const server = createServer((req, res) => {
      const decision = auth.authorize(auth.viewOf(req), auth.anyProduct) as Decision<string>;
      if (decision.outcome === "admit") decision.onResponse?.(res);
      res.end("x".repeat(512));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    for (let i = 0; i < 2; i++)
      await fetch(`http://127.0.0.1:${port}/orders`, { headers: { "ocp-apim-subscription-key": "acme" } });
    server.closeAllConnections();
    server.close();
    const usages = await auth.limits.of(SUBSCRIPTION);
    expect(usages.map(({ kind, used: amount }) => `${kind} ${amount}`).sort()).to.deep.equal([
      ...["bandwidth 1", "quota 2", "rate 2"],
    ]);
  });
});

describe("limits never open more", () => {
  const RUNS = process.env.CONTRACT === "full" ? 300 : 60;
  const outcomes = async ({ options, rules }: Catalog, more: object) => {
    const auth = createProductAuth<string, string>({ ...options, ...more } as never);
    const guards = [auth.anyProduct, ...rules.map((rule) => auth.requirement(rule))];
    const found: string[] = [];
    for (const guard of guards)
      for (const presented of PRESENTED)
        for (const path of ["/shop", "/shop/admin"]) {
          const decision = await auth.authorize(viewOf(headersOf(presented), { path }), guard);
          found.push(
            decision.outcome === "admit"
              ? `admit ${decision.access.product} ${decision.access.credential}`
              : `${decision.status} ${decision.code}`,
          );
        }
    await auth.close();
    return found;
  };

  it(`${RUNS} catalogs: with room, every decision is the same; without, what was admitted is refused`, async function () {
    this.timeout(120_000);
    let [admitted, started] = [0, 0];
    const property = fc.asyncProperty(catalog, async (made) => {
      const limit = (calls: number) => ({
        policies: {
          ...made.options.policies,
          rateLimitByKey: [{ calls, renewalPeriod: 86_400, counterKey: [{ text: "all" }] }],
        },
      });
      let without: string[];
      try {
        without = await outcomes(made, {});
      } catch (error) {
        if ((error as Error).name === "ConfigurationError") return;
        throw error;
      }
      started++;
      admitted += without.filter((one) => one.startsWith("admit")).length;
      expect(await outcomes(made, limit(1_000_000))).to.deep.equal(without);
      let room = 1;
      expect(await outcomes(made, limit(1))).to.deep.equal(
        without.map((one) => (one.startsWith("admit") && room-- <= 0 ? "429 rate_exceeded" : one)),
      );
    });
    await fc.assert(property, { numRuns: RUNS, seed: 20261129 });
    expect(started).to.be.above(RUNS / 4);
    expect(admitted).to.be.above(RUNS);
  });
});
