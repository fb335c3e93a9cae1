import { expect } from "chai";
import { createProductAuth, type ProductAuthOptions, type RequestView } from "#src/index.js";
import { ietfAdmitted } from "#src/policies/limits/ietf-fields.js";

const view = (key = "acme-key", path = "/orders"): RequestView => ({
  method: "GET",
  path,
  header: (name) => (name === "ocp-apim-subscription-key" ? key : undefined),
  query: () => undefined,
});

function instance(starter: object, more: Partial<ProductAuthOptions<"starter", "orders">> = {}) {
  let now = Date.UTC(2026, 0, 1);
  const auth = createProductAuth<"starter", "orders">({
    products: { starter: { accepts: ["key"], ...starter } },
    apis: { orders: { path: "orders", products: ["starter"] } },
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme-key" }],
    counters: { headers: "ietf" },
    clock: () => now,
    ...more,
  });
  return {
    call: async () => (await auth.authorize(view(), auth.anyProduct)).headers,
    pass: (milliseconds: number) => (now += milliseconds),
  };
}

describe("the fields of draft-ietf-httpapi-ratelimit-headers-11", () => {
  it("name every limit and quota that counted the call, and what is left of each", async () => {
    const { call } = instance({
      rateLimit: { calls: 5, renewalPeriod: 60, apis: { orders: { calls: 2, renewalPeriod: 60 } } },
      quota: { calls: 100, bandwidth: 2, renewalPeriod: 86_400 },
    });
    await call();
    const fields = await call();
    expect(fields["ratelimit-policy"]).to.equal(
      '"starter";q=5;w=60, "starter/orders";q=2;w=60, "starter-quota";q=100;w=86400, "starter-bandwidth";q=2048;qu="content-bytes";w=86400',
    );
    expect(fields["ratelimit"]).to.equal(
      '"starter";r=3;t=60, "starter/orders";r=0;t=60, "starter-quota";r=98;t=86400, "starter-bandwidth";r=2048;t=86400',
    );
  });
  it("on a refusal, say when the limits without room have it again", async () => {
    const { call, pass } = instance({
      rateLimit: { calls: 1, renewalPeriod: 60 },
      quota: { calls: 9, renewalPeriod: 0 },
    });
    await call();
    pass(1_500);
    const fields = await call();
    expect(fields["ratelimit-policy"]).to.equal('"starter";q=1;w=60, "starter-quota";q=9');
    expect(fields["ratelimit"]).to.equal('"starter";r=0;t=59');
    expect(fields["retry-after"]).to.equal("59");
  });
  it("on a refusal, list every limit without room", async () => {
    const { call } = instance({
      rateLimit: { calls: 1, renewalPeriod: 60 },
      quota: { calls: 1, renewalPeriod: 3_600 },
    });
    await call();
    expect((await call())["ratelimit"]).to.equal('"starter";r=0;t=60, "starter-quota";r=0;t=3600');
  });
  it("a sliding window is whole again a period after the call, a quota at the end of its period", async () => {
    const { call, pass } = instance({
      rateLimit: { calls: 5, renewalPeriod: 60 },
      quota: { calls: 9, renewalPeriod: 60 },
    });
    pass(15_000);
    expect((await call())["ratelimit"]).to.equal('"starter";r=4;t=60, "starter-quota";r=8;t=45');
  });
  it("names contain what a string of RFC 9651 may contain, whatever an operation is called", async () => {
    const list = { method: "GET", urlTemplate: "/", rateLimit: { calls: 5, renewalPeriod: 60 } } as const;
    const apis = {
      orders: { path: "orders", products: ["starter"], operations: { 'all "new" ones': list } },
    } as const;
    expect((await instance({}, { apis }).call())["ratelimit"]).to.equal('"orders/all__new__ones";r=4;t=60');
  });
  it("are none where no limit counts the call", () => {
    expect(ietfAdmitted([], 0)).to.equal(undefined);
  });
  it("a quota that is never renewed has no time, used up or not", async () => {
    const { call } = instance({ quota: { calls: 1, renewalPeriod: 0 } });
    expect((await call())["ratelimit"]).to.equal('"starter-quota";r=0');
    expect((await call())["ratelimit"]).to.equal('"starter-quota";r=0');
  });
  it("a token bucket is whole again when what is missing is refilled", async () => {
    const { call } = instance({ rateLimit: { calls: 6, renewalPeriod: 60, algorithm: "token-bucket" } });
    expect((await call())["ratelimit"]).to.equal('"starter";r=5;t=10');
  });
  it("limits of a list are numbered, and a counter's name is used", async () => {
    const { call } = instance(
      {},
      {
        policies: {
          rateLimitByKey: [
            { calls: 5, renewalPeriod: 1, counterKey: ["subscription"] },
            { calls: 50, renewalPeriod: 60, counterKey: ["subscription"] },
            { calls: 500, renewalPeriod: 60, counterKey: ["product"], counterName: "all" },
          ],
        },
      },
    );
    expect((await call())["ratelimit-policy"]).to.equal(
      '"global";q=5;w=1, "global-2";q=50;w=60, "all";q=500;w=60',
    );
  });
  it("are absent by default, beside the fields that a limit names, and where no limit counts", async () => {
    const named = { rateLimit: { calls: 5, renewalPeriod: 60, remainingCallsHeaderName: "X-Left" } };
    expect(await instance(named, { counters: {} }).call()).to.deep.equal({
      "cache-control": "private",
      "x-left": "4",
    });
    expect(await instance(named).call()).to.include({ "x-left": "4", ratelimit: '"starter";r=4;t=60' });
    expect(await instance({}).call()).to.deep.equal({ "cache-control": "private" });
  });
});
