import { expect } from "chai";
import { readCounterKey } from "#src/csharp/read-counter-key.js";
import { CLOSED, exportedApi, inboundOf, inShort } from "./written.js";

const lost = (path: string) => [`lost export-policy ${path}`];

describe("export of limits", () => {
  const limit = { calls: 5, renewalPeriod: 60 };

  it("rateLimit and quota of a product, with parts for APIs and operations", () => {
    const catalog = {
      products: {
        gold: {
          accepts: ["key"],
          rateLimit: {
            ...limit,
            remainingCallsHeaderName: "X-Left",
            apis: {
              orders: { calls: 2, renewalPeriod: 30, operations: { list: { calls: 1, renewalPeriod: 10 } } },
            },
          },
          quota: { bandwidth: 40, renewalPeriod: 604_800, apis: { orders: { bandwidth: "${env:BYTES}" } } },
        },
      },
      apis: { orders: { path: "orders", products: ["gold"], operations: LIST } },
    };
    const { inbound, findings } = inShort(catalog, "products/gold/policy.xml");
    expect(findings).to.deep.equal([]);
    expect(inbound).to.deep.equal([
      '<rate-limit calls="5" renewal-period="60" remaining-calls-header-name="X-Left">',
      '<api id="orders" calls="2" renewal-period="30">',
      '<operation id="list" calls="1" renewal-period="10" />',
      "</api>",
      "</rate-limit>",
      '<quota bandwidth="40" renewal-period="604800">',
      '<api id="orders" bandwidth="{{BYTES}}" />',
      "</quota>",
    ]);
  });

  it("limits of an API for operations stand in the documents of these", () => {
    const { files, findings } = exportedApi({
      rateLimit: { ...limit, operations: { list: { ...limit, calls: 1 } } },
    });
    expect(findings).to.deep.equal([]);
    expect(inboundOf(files, "apis/orders/policy.xml")).to.deep.equal([
      '<rate-limit calls="5" renewal-period="60" />',
    ]);
    expect(inboundOf(files, "apis/orders/operations/list/policy.xml")).to.deep.equal([
      '<rate-limit calls="1" renewal-period="60" />',
    ]);
  });

  it("an operation with two limits is closed", () => {
    const { files, findings } = exportedApi({
      rateLimit: { ...limit, operations: { list: limit } },
      operations: { list: { ...LIST.list, rateLimit: limit } },
    });
    expect(findings).to.deep.equal(lost("apis.orders.operations.list.rateLimit"));
    expect(inboundOf(files, "apis/orders/operations/list/policy.xml")).to.deep.equal(CLOSED);
  });

  for (const [what, policies, path] of [
    ["a rate of an hour", { rateLimit: { calls: 5, renewalPeriod: 3600 } }, "rateLimit"],
    [
      "a rate of an hour by a key",
      { rateLimitByKey: [{ calls: 5, renewalPeriod: 301, counterKey: ["ip"] }] },
      "rateLimitByKey[0]",
    ],
    [
      "a quota of a minute",
      { quotaByKey: [{ calls: 5, renewalPeriod: 60, counterKey: ["ip"] }] },
      "quotaByKey[0]",
    ],
    ["every caller, where some have no key", { subscriptionRequired: false, rateLimit: limit }, "rateLimit"],
    [
      "callers by a key, where some have none",
      { subscriptionRequired: false, rateLimitByKey: [{ ...limit, counterKey: ["caller"] }] },
      "rateLimitByKey[0]",
    ],
    ["users of tokens", { rateLimitByKey: [{ ...limit, counterKey: ["user"] }] }, "rateLimitByKey[0]"],
    ["client applications", { rateLimitByKey: [{ ...limit, counterKey: ["client"] }] }, "rateLimitByKey[0]"],
    [
      "a claim of the credential",
      { rateLimitByKey: [{ ...limit, counterKey: [{ claim: "sub" }] }] },
      "rateLimitByKey[0]",
    ],
  ] as const)
    it(`${what} cannot be counted, so the API is closed`, () => {
      const { inbound, findings } = exportedApi(policies);
      expect({ inbound, findings }).to.deep.equal({ inbound: CLOSED, findings: lost(`apis.orders.${path}`) });
    });

  for (const [policies, element] of [
    [
      { subscriptionRequired: false, rateLimit: { ...limit, per: "subscription" } },
      '<rate-limit calls="5" renewal-period="60" />',
    ],
    [
      {
        quotaByKey: [
          { calls: 5, renewalPeriod: 0, counterKey: ["ip"], firstPeriodStart: "2026-01-01T02:00:00.5+02:00" },
        ],
      },
      '<quota-by-key calls="5" renewal-period="0" counter-key=\'@(context.Request.IpAddress)\' first-period-start="2026-01-01T00:00:00Z" />',
    ],
    [
      {
        rateLimitByKey: [
          { ...limit, counterKey: ["ip"], incrementCount: 3, incrementCondition: { status: ["2xx"] } },
        ],
      },
      '<rate-limit-by-key calls="5" renewal-period="60" counter-key=\'@(context.Request.IpAddress)\' increment-condition=\'@(context.Response.StatusCode >= 200 && 299 >= context.Response.StatusCode)\' increment-count="3" />',
    ],
    [
      { rateLimitByKey: [{ ...limit, counterKey: ["ip"], incrementCondition: { statusNot: [404] } }] },
      "<rate-limit-by-key calls=\"5\" renewal-period=\"60\" counter-key='@(context.Request.IpAddress)' increment-condition='@(context.Response.StatusCode != 404)' />",
    ],
  ] as const)
    it(`has the element ${element}`, () => {
      const { inbound, findings } = exportedApi(policies);
      expect({ inbound, findings }).to.deep.equal({ inbound: [element], findings: [] });
    });

  for (const [what, incrementCondition] of [
    ["gaps", { status: [200, 204] }],
    ["an exception", { status: ["2xx"], statusNot: [204] }],
    ["two exceptions", { statusNot: [404, 409] }],
  ] as const)
    it(`counts more answers where a list of statuses has ${what}`, () => {
      const { findings } = exportedApi({
        rateLimitByKey: [{ ...limit, counterKey: ["ip"], incrementCondition }],
      });
      expect(findings).to.deep.equal(["difference export-stricter apis.orders.rateLimitByKey[0]"]);
    });

  it("tells that limits with one key count together, unless they do so here", () => {
    const one = { ...limit, counterKey: ["ip"] };
    const policies = (counterName?: string) => ({
      rateLimitByKey: [{ ...one, ...(counterName !== undefined && { counterName }) }],
    });
    const of = (counterName?: string) =>
      exportedApi({
        ...policies(counterName),
        operations: { list: { ...LIST.list, ...policies(counterName) } },
      }).findings;
    expect(of("shared")).to.deep.equal([]);
    expect(of()).to.deep.equal([
      "difference export-stricter apis.orders.operations.list.rateLimitByKey[0]",
      "difference export-stricter apis.orders.rateLimitByKey[0]",
    ]);
  });

  it("tells that the gateway has no token bucket", () =>
    expect(exportedApi({ rateLimit: { ...limit, algorithm: "token-bucket" } }).findings).to.deep.equal([
      "difference export-stricter apis.orders.rateLimit",
    ]));

  for (const [counterKey, meaning] of [
    [["caller"], "subscription"],
    [["subscription"], "subscription"],
    [["ip"], "ip"],
    [["product"], ["product", { constant: "" }]],
    [["api"], "api"],
    [["operation"], "operation"],
    [[{ header: "X-Plan" }], { header: "x-plan" }],
    [[{ text: 'a "b" \\ ü \u2028 {{c}} </x>' }], { constant: 'a "b" \\ ü \u2028 {{c}} </x>' }],
    [[{ claim: "sub", of: "caller" }], { claim: "sub", from: { variable: "caller" } }],
    [[{ firstOf: ["user", "subscription"] }], ["user", { constant: "" }]],
    [[{ firstOf: ["ip", { header: "X-A" }] }], ["ip", { header: "x-a" }, { constant: "" }]],
    [
      [{ firstOf: ["subscription", { header: "X-A" }, "ip", { text: "none" }] }],
      ["subscription", { header: "x-a" }, "ip", { constant: "none" }],
    ],
    [
      ["api", { firstOf: ["subscription", "ip"] }, { text: "-" }],
      { join: ["api", ["subscription", "ip"], { constant: "-" }] },
    ],
    [[{ firstOf: ["subscription", "ip"] }, "api"], { join: [["subscription", "ip"], "api"] }],
  ] as const)
    it(`reads the counter key ${JSON.stringify(counterKey)} as it was`, () => {
      const token = {
        name: "caller",
        issuers: [{ issuer: "https://idp.example" }],
        audiences: ["api://orders"],
      };
      const { inbound } = exportedApi({ validateJwt: token, rateLimitByKey: [{ ...limit, counterKey }] });
      const [, expression] = /counter-key='(.+?)'/.exec(inbound.at(-1)!) ?? [];
      expect(readCounterKey(expression!)).to.deep.equal(meaning);
    });

  it("counts calls without a subscription together, as they are counted here", () => {
    const { inbound } = exportedApi({
      ...{ subscriptionRequired: false, rateLimitByKey: [{ ...limit, counterKey: ["subscription"] }] },
    });
    expect(inbound[0]).to.include(`counter-key='@(context.Subscription?.Id ?? "")'`);
  });
});

const LIST = { list: { method: "GET", urlTemplate: "/" } };
