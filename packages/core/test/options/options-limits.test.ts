import { expect } from "chai";
import { readCatalog } from "#src/catalog-file/index.js";
import { createProductAuth, ConfigurationError, type Problem } from "#src/index.js";
import { problemsOf } from "./problems-of.js";

const RATE = { calls: 5, renewalPeriod: 60 };
const KEYED = { ...RATE, counterKey: ["caller"] };
const VOLUME = { calls: 5, renewalPeriod: 60 };
const OPERATIONS = {
  list: { method: "GET", urlTemplate: "/" },
  create: { method: "POST", urlTemplate: "/" },
};

/** Members that are added at each place. */
interface Added {
  readonly options?: object;
  readonly product?: object;
  readonly api?: object;
  readonly operation?: object;
}

const optionsWith = ({ options = {}, product = {}, api = {}, operation = {} }: Added): object => ({
  products: { starter: { accepts: ["key"], ...product }, pro: { accepts: ["key"] } },
  apis: {
    orders: {
      path: "orders",
      products: ["starter"],
      operations: { ...OPERATIONS, list: { ...OPERATIONS.list, ...operation } },
      ...api,
    },
    files: { path: "files", products: ["pro"] },
  },
  subscriptions: [],
  ...options,
});

const starting = (added: Added) => problemsOf(() => createProductAuth(optionsWith(added) as never));
const inWords = (problems: readonly Problem[]) =>
  problems.map(({ path, message, fix }) => `${path}: ${message}; ${fix}`);

type Row = readonly [name: string, added: Added, ...expected: string[]];

function refuses(about: string, rows: readonly Row[]): void {
  describe(`options: ${about} that do not start`, () => {
    for (const [name, added, ...expected] of rows)
      it(name, () => expect(inWords(starting(added))).to.deep.equal(expected));
  });
}

const A_NUMBER = "write a number of calls from 1 to 100000000";
const LEAVE_OUT = "is undefined; leave it out";

const rate = (rateLimit: object): Added => ({ product: { rateLimit: { ...RATE, ...rateLimit } } });
const at = "products.starter.rateLimit";

refuses("rate limits", [
  ["no calls ever", rate({ calls: 0 }), `${at}.calls: is 0; write 1 or more calls`],
  ["half a call", rate({ calls: 1.5 }), `${at}.calls: is 1.5; write a whole number of calls`],
  ["too many calls", rate({ calls: 1e9 }), `${at}.calls: is 1000000000; write at most 100000000 calls`],
  ["calls as text", rate({ calls: "5" }), `${at}.calls: is a string; ${A_NUMBER}`],
  ["calls that are no number", rate({ calls: NaN }), `${at}.calls: is NaN; ${A_NUMBER}`],
  ["undefined calls", rate({ calls: undefined }), `${at}.calls: is missing; ${A_NUMBER}`],
  ["no period", rate({ renewalPeriod: 0 }), `${at}.renewalPeriod: is 0; write 1 or more seconds`],
  [
    "a period beyond a day",
    rate({ renewalPeriod: 86_401 }),
    `${at}.renewalPeriod: is 86401; write at most 86400 seconds`,
  ],
  [
    "neither",
    { product: { rateLimit: {} } },
    `${at}.calls: is missing; ${A_NUMBER}`,
    `${at}.renewalPeriod: is missing; write a number of seconds from 1 to 86400`,
  ],
  ["a list", { product: { rateLimit: [RATE] } }, `${at}: is a list; write an object`],
  ["an empty list", { product: { rateLimit: [] } }, `${at}: is a list; write an object`],
  ["null", { product: { rateLimit: null } }, `${at}: is null; write an object`],
  [
    "undefined",
    { product: { rateLimit: undefined } },
    `${at}: is undefined; write at least one policy, or leave it out`,
  ],
  [
    "the algorithm of quotas",
    rate({ algorithm: "fixed-window" }),
    `${at}.algorithm: is "fixed-window"; write one of "sliding-window", "token-bucket"`,
  ],
  [
    "an unknown per",
    rate({ per: "client" }),
    `${at}.per: is "client"; write one of "caller", "subscription"`,
  ],
  ["a misspelt member", rate({ call: 5 }), `${at}.call: is not an option; did you mean "calls"?`],
  ["a list of APIs", rate({ apis: [] }), `${at}.apis: is a list; write an object with one entry per API`],
  ["a list for an API", rate({ apis: { orders: [] } }), `${at}.apis.orders: is a list; write an object`],
  [
    "a list of operations",
    rate({ apis: { orders: { ...RATE, operations: [] } } }),
    `${at}.apis.orders.operations: is a list; write an object with one entry per operation`,
  ],
  [
    "a misspelt API",
    rate({ apis: { order: RATE } }),
    `${at}.apis.order: is not an API of product starter; did you mean "orders"?`,
  ],
  [
    "an API of another product",
    rate({ apis: { files: RATE } }),
    `${at}.apis.files: is not an API of product starter; name one of orders`,
  ],
  [
    "a misspelt operation",
    rate({ apis: { orders: { ...RATE, operations: { lst: RATE } } } }),
    `${at}.apis.orders.operations.lst: is not an operation of API orders; did you mean "list"?`,
  ],
  [
    "an API with its own fields",
    rate({ apis: { orders: { ...RATE, totalCallsHeaderName: "x" } } }),
    `${at}.apis.orders.totalCallsHeaderName: is not an option; remove it; known names are calls, renewalPeriod, operations`,
  ],
  [
    "a reserved name",
    rate({ apis: JSON.parse('{ "__proto__": { "calls": 1, "renewalPeriod": 1 } }') as object }),
    `${at}.apis.__proto__: is a reserved name; use another name: JavaScript reserves this one`,
  ],
  [
    "operations at a product",
    rate({ operations: { list: RATE } }),
    `${at}.operations: has no place here; write it below an entry of apis`,
  ],
  [
    "APIs at an API",
    { api: { rateLimit: { ...RATE, apis: { orders: RATE } } } },
    "apis.orders.rateLimit.apis: has no place here: only a product contains APIs; write operations, or a limit at each API",
  ],
  [
    "an operation that the API lacks",
    { api: { rateLimit: { ...RATE, operations: { creat: RATE } } } },
    'apis.orders.rateLimit.operations.creat: is not an operation of API orders; did you mean "create"?',
  ],
  [
    "operations at an operation",
    { operation: { rateLimit: { ...RATE, operations: { list: RATE } } } },
    "apis.orders.operations.list.rateLimit.operations: has no place here; remove it: the limit stands at the operation itself",
  ],
  [
    "in the policies of everything",
    { options: { policies: { rateLimit: RATE } } },
    "policies.rateLimit: is not an option; remove it; known names are ipFilter, checkHeader, clientCertificate, validateJwt, custom, rateLimitByKey, quotaByKey",
  ],
  ["an undefined member", rate({ apis: undefined }), `${at}.apis: ${LEAVE_OUT}`],
]);

const NO_NAME = "is not a header name; use at most 64 letters, digits and hyphens";
refuses("header fields of limits", [
  ...["a b", "x:y", "x\r\ny", "ä", "x".repeat(65)].map((name): Row => [
    JSON.stringify(name),
    rate({ remainingCallsHeaderName: name }),
    `${at}.remainingCallsHeaderName: ${NO_NAME}`,
  ]),
  ...[
    ...["Content-Type", "WWW-Authenticate", "Content-Length", "Retry-After", "Set-Cookie", "Trailer"],
    ...["Vary", "Connection", "Transfer-Encoding", "Content-Encoding", "Cache-Control", "__proto__"],
  ].map((name): Row => [
    name,
    rate({ totalCallsHeaderName: name }),
    `${at}.totalCallsHeaderName: is ${name}, which has another meaning; use a name of your own`,
  ]),
  [
    "a field of the response in place of Retry-After",
    rate({ retryAfterHeaderName: "date" }),
    `${at}.retryAfterHeaderName: is date, which has another meaning; use a name of your own`,
  ],
  [
    "an empty name",
    rate({ retryAfterHeaderName: " " }),
    `${at}.retryAfterHeaderName: is empty; write a string that is not empty`,
  ],
  [
    "one name for two",
    rate({ remainingCallsHeaderName: "X-A", totalCallsHeaderName: "x-a" }),
    `${at}.totalCallsHeaderName: is x-a a second time; use another name`,
  ],
]);

const by = (more: object): Added => ({ product: { rateLimitByKey: [{ ...KEYED, ...more }] } });
const first = "products.starter.rateLimitByKey[0]";
const part = (one: unknown): Added => by({ counterKey: [one] });
const A_PART =
  'one of "caller", "subscription", "client", "user", "ip", "product", "api", "operation", or { header }, { claim }, { text }, { firstOf }';

refuses("limits by a key", [
  [
    "an object",
    { product: { rateLimitByKey: KEYED } },
    "products.starter.rateLimitByKey: is an object; write at least one policy, or leave it out",
  ],
  [
    "an empty list",
    { product: { rateLimitByKey: [] } },
    "products.starter.rateLimitByKey: is empty; write at least one policy, or leave it out",
  ],
  [
    "an empty list in the policies of everything",
    { options: { policies: { quotaByKey: [] } } },
    "policies.quotaByKey: is empty; write at least one policy, or leave it out",
  ],
  ["a list as an entry", { product: { rateLimitByKey: [[]] } }, `${first}: is a list; write an object`],
  [
    "an undefined entry",
    { product: { rateLimitByKey: [undefined] } },
    `${first}: is missing; write an object`,
  ],
  [
    "no key",
    by({ counterKey: [] }),
    `${first}.counterKey: is empty; write at least one part, such as ["caller"]`,
  ],
  [
    "a key that is missing",
    by({ counterKey: undefined }),
    `${first}.counterKey: is missing; write a list of parts, or a function`,
  ],
  [
    "a key without a list",
    by({ counterKey: "caller" }),
    `${first}.counterKey: is a string; write a list of parts, or a function`,
  ],
  ["an unknown part", part("callr"), `${first}.counterKey[0]: is "callr"; write ${A_PART}`],
  ["an empty part", part({}), `${first}.counterKey[0]: is an object; write ${A_PART}`],
  ["a list as a part", part([]), `${first}.counterKey[0]: is a list; write ${A_PART}`],
  ["a function as a part", part(() => "a"), `${first}.counterKey[0]: is a function; write ${A_PART}`],
  [
    "two parts in one",
    part({ header: "x", text: "y" }),
    `${first}.counterKey[0].text: is not an option; remove it; known names are header, claim, of, firstOf`,
  ],
  [
    "no header name",
    part({ header: "a b" }),
    `${first}.counterKey[0].header: is not a header name; use letters, digits and hyphens`,
  ],
  [
    "the policy of a claim",
    part({ claim: "tier", of: "partner" }),
    `${first}.counterKey[0].of: is not the name of a policy in validateJwt; remove it: there is none`,
  ],
  ["an undefined policy", part({ claim: "tier", of: undefined }), `${first}.counterKey[0].of: ${LEAVE_OUT}`],
  [
    "a long text",
    part({ text: "x".repeat(129) }),
    `${first}.counterKey[0].text: has 129 characters; write 1 to 128 characters`,
  ],
  [
    "no alternative",
    part({ firstOf: [] }),
    `${first}.counterKey[0].firstOf: is empty; write at least one part, such as ["caller"]`,
  ],
  [
    "alternatives in alternatives",
    part({ firstOf: [{ firstOf: ["ip"] }] }),
    `${first}.counterKey[0].firstOf[0]: is an object; write ${A_PART}`,
  ],
  [
    "no header name in an alternative",
    part({ firstOf: ["ip", { header: "a b" }] }),
    `${first}.counterKey[0].firstOf[1].header: is not a header name; use letters, digits and hyphens`,
  ],
  [
    "a name",
    by({ counterName: "a b" }),
    `${first}.counterName: is not a name; use at most 64 letters, digits, dots, hyphens and underscores`,
  ],
  ["an undefined name", by({ counterName: undefined }), `${first}.counterName: ${LEAVE_OUT}`],
  ["a count of nothing", by({ incrementCount: 0 }), `${first}.incrementCount: is 0; write 1 or more calls`],
  [
    "a count beyond the limit",
    by({ incrementCount: 6 }),
    `${first}.incrementCount: is 6, more than calls: no call would ever be admitted; write at most 5`,
  ],
  [
    "a condition of nothing",
    by({ incrementCondition: {} }),
    `${first}.incrementCondition: is empty; write status or statusNot, such as { status: ["2xx"] }, or leave it out`,
  ],
  [
    "an undefined condition",
    by({ incrementCondition: { status: undefined } }),
    `${first}.incrementCondition.status: ${LEAVE_OUT}`,
  ],
  [
    "a condition as a list",
    by({ incrementCondition: [] }),
    `${first}.incrementCondition: is a list; write an object, or a function`,
  ],
  [
    "no status",
    by({ incrementCondition: { status: [] } }),
    `${first}.incrementCondition.status: is empty; write at least one status`,
  ],
  [
    "a class that is none",
    by({ incrementCondition: { status: ["6xx"] } }),
    `${first}.incrementCondition.status[0]: is "6xx"; write a status, or "2xx" and similar`,
  ],
  [
    "a class among excluded codes",
    by({ incrementCondition: { statusNot: ["2xx"] } }),
    `${first}.incrementCondition.statusNot[0]: is a string; write a status from 100 to 599`,
  ],
  [
    "APIs",
    by({ apis: {} }),
    `${first}.apis: is not an option; remove it; known names are calls, renewalPeriod, remainingCallsHeaderName, totalCallsHeaderName, retryAfterHeaderName, algorithm, counterKey, counterName, incrementCount, incrementCondition`,
  ],
]);

const quota = (given: unknown): Added => ({ product: { quota: given } });
const ofQuota = "products.starter.quota";
const quotaBy = (more: object): Added => ({ product: { quotaByKey: [{ ...KEYED, ...more }] } });
const firstQuota = "products.starter.quotaByKey[0]";
const NO_TIME = 'is not a time in ISO 8601; write date and time, such as "2026-01-01T00:00:00Z"';
const NEITHER = "has neither calls nor bandwidth; write one of them, or both";

refuses("quotas", [
  ["neither calls nor bandwidth", quota({ renewalPeriod: 60 }), `${ofQuota}: ${NEITHER}`],
  [
    "neither for an API and an operation",
    quota({ ...VOLUME, apis: { orders: { operations: { list: {} } } } }),
    `${ofQuota}.apis.orders: ${NEITHER}`,
    `${ofQuota}.apis.orders.operations.list: ${NEITHER}`,
  ],
  [
    "a list for an API",
    quota({ ...VOLUME, apis: { orders: [] } }),
    `${ofQuota}.apis.orders: is a list; write an object`,
  ],
  ["an empty list", quota([]), `${ofQuota}: is a list; write an object`],
  [
    "a period before the first",
    quota({ calls: 1, renewalPeriod: -1 }),
    `${ofQuota}.renewalPeriod: is -1; write 0 or more seconds`,
  ],
  [
    "more than ten years",
    quota({ calls: 1, renewalPeriod: 315_360_001 }),
    `${ofQuota}.renewalPeriod: is 315360001; write at most 315360000 seconds`,
  ],
  [
    "no bytes ever",
    quota({ bandwidth: 0, renewalPeriod: 1 }),
    `${ofQuota}.bandwidth: is 0; write 1 or more kilobytes`,
  ],
  [
    "undefined bandwidth beside calls",
    quota({ ...VOLUME, bandwidth: undefined }),
    `${ofQuota}.bandwidth: ${LEAVE_OUT}`,
  ],
  [
    "a period of an API",
    quota({ ...VOLUME, apis: { orders: { calls: 1, renewalPeriod: 5 } } }),
    `${ofQuota}.apis.orders.renewalPeriod: is not an option; remove it; known names are calls, bandwidth, operations`,
  ],
  [
    "an unknown API",
    quota({ ...VOLUME, apis: { order: { calls: 1 } } }),
    `${ofQuota}.apis.order: is not an API of product starter; did you mean "orders"?`,
  ],
  [
    "a field of rate limits",
    quota({ ...VOLUME, remainingCallsHeaderName: "x" }),
    `${ofQuota}.remainingCallsHeaderName: is not an option; remove it; known names are calls, bandwidth, renewalPeriod, per, apis`,
  ],
  [
    "at an API",
    { api: { quota: VOLUME } },
    "apis.orders.quota: is not an option; remove it; known names are displayName, path, products, subscriptionRequired, subscriptionKeyParameterNames, description, openapi, operations, ipFilter, checkHeader, clientCertificate, validateJwt, custom, rateLimitByKey, quotaByKey, rateLimit",
  ],
  [
    "in the policies of everything",
    { options: { policies: { quota: VOLUME } } },
    "policies.quota: is not an option; remove it; known names are ipFilter, checkHeader, clientCertificate, validateJwt, custom, rateLimitByKey, quotaByKey",
  ],
  [
    "by a key, neither",
    { product: { quotaByKey: [{ renewalPeriod: 60, counterKey: ["ip"] }] } },
    `${firstQuota}: ${NEITHER}`,
  ],
  ...["2026-01-01", "soon", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00+0200"].map(
    (firstPeriodStart): Row => [
      `a start on ${firstPeriodStart}`,
      quotaBy({ firstPeriodStart }),
      `${firstQuota}.firstPeriodStart: ${NO_TIME}`,
    ],
  ),
  [
    "a start that is no text",
    quotaBy({ firstPeriodStart: new Date(0) }),
    `${firstQuota}.firstPeriodStart: is an object; write a string that is not empty`,
  ],
]);

describe("options: counters that share a name", () => {
  const shared = (there: object, here: object = {}) =>
    inWords(
      starting({
        options: { policies: { rateLimitByKey: [{ ...KEYED, ...here, counterName: "all" }] } },
        ...there,
      }),
    );
  const other = (more: object) => ({ api: { rateLimitByKey: [{ ...KEYED, counterName: "all", ...more }] } });
  const refusal = (path: string) =>
    `${path}.counterName: is also the counter of policies.rateLimitByKey[0], which counts in another way; give both the same numbers, algorithm and counterKey, or use another name`;

  it("start when they count in the same way, whatever a call counts", () => {
    expect(shared(other({}))).to.deep.equal([]);
    expect(shared(other({ algorithm: "sliding-window", incrementCount: 2 }))).to.deep.equal([]);
    expect(shared(other({ incrementCondition: { status: ["2xx"] } }))).to.deep.equal([]);
  });
  for (const [name, more] of Object.entries({
    calls: { calls: 6 },
    "the period": { renewalPeriod: 61 },
    "the algorithm": { algorithm: "token-bucket" },
    "the key": { counterKey: ["ip"] },
  }))
    it(`do not start with another value for ${name}`, () =>
      expect(shared(other(more))).to.deep.equal([refusal("apis.orders.rateLimitByKey[0]")]));
  it("do not start with another kind", () =>
    expect(shared({ product: { quotaByKey: [{ ...KEYED, counterName: "all" }] } })).to.deep.equal([
      refusal("products.starter.quotaByKey[0]"),
    ]));
  it("quotas: equal starts in another spelling are equal", () => {
    const start = (firstPeriodStart?: string) => ({
      quotaByKey: [
        { ...KEYED, counterName: "q", ...(firstPeriodStart !== undefined && { firstPeriodStart }) },
      ],
    });
    expect(starting({ product: start(), api: start("0001-01-01T00:00:00Z") })).to.deep.equal([]);
    expect(
      starting({ product: start("2026-01-01T00:00:00"), api: start("2026-01-01T01:00:00+01:00") }),
    ).to.deep.equal([]);
    expect(starting({ product: start(), api: start("2026-01-01T00:00:00Z") })).to.have.length(1);
  });
  it("a rule and the catalog, and two policies of a rule", () => {
    const auth = createProductAuth(
      optionsWith({ options: { policies: { rateLimitByKey: [{ ...KEYED, counterName: "all" }] } } }) as never,
    );
    const compiling = (...policies: object[]) =>
      inWords(
        problemsOf(() =>
          auth.requirement({ product: "starter", rateLimitByKey: policies } as never, "require(rule)"),
        ),
      );
    expect(compiling({ ...KEYED, counterName: "all" })).to.deep.equal([]);
    expect(compiling({ ...KEYED, calls: 6, counterName: "all" })).to.deep.equal([
      refusal("require(rule).rateLimitByKey[0]"),
    ]);
    expect(
      compiling({ ...KEYED, counterName: "own" }, { ...KEYED, calls: 6, counterName: "own" }),
    ).to.have.length(1);
  });
});

describe("options: limits, all problems at once", () => {
  it("with their places, in the order of the options", () =>
    expect(
      starting({
        options: {
          policies: { rateLimitByKey: [{ ...KEYED, incrementCount: 9 }] },
          counters: { timeout: 1 },
        },
        product: { rateLimit: { ...RATE, apis: { order: RATE } }, quota: { renewalPeriod: 60 } },
        operation: { rateLimit: { ...RATE, calls: 0 } },
      }).map(({ path }) => path),
    ).to.deep.equal([
      "apis.orders.operations.list.rateLimit.calls",
      "counters.timeout",
      "policies.rateLimitByKey[0].incrementCount",
      "products.starter.rateLimit.apis.order",
      "products.starter.quota",
    ]));

  it("counters: every member", () =>
    expect(
      inWords(
        starting({
          options: {
            counters: {
              ...{ store: {}, timeout: 9, onStoreFailure: "open", max: 10, ipv6Prefix: 129, onChange: 1 },
              store: {},
            },
          },
        }),
      ),
    ).to.deep.equal([
      "counters.store: is an object; write an object with take",
      "counters.timeout: is 9; write 10 or more milliseconds",
      'counters.onStoreFailure: is "open"; write one of "local", "refuse", "admit-uncounted"',
      "counters.max: is 10; write 1000 or more counters",
      "counters.ipv6Prefix: is 129; write at most 128 bits",
      "counters.onChange: is a number; write a function",
    ]));
  it("badCredentials: every member", () => {
    const problems = (badCredentials: object) => inWords(starting({ options: { badCredentials } }));
    expect(problems({ calls: 0, renewalPeriod: 86_401 })).to.deep.equal([
      "badCredentials.calls: is 0; write 1 or more calls",
      "badCredentials.renewalPeriod: is 86401; write at most 86400 seconds",
    ]);
    expect(problems({ calls: 1_000_001, renewalPeriod: 0 })).to.deep.equal([
      "badCredentials.calls: is 1000001; write at most 1000000 calls",
      "badCredentials.renewalPeriod: is 0; write 1 or more seconds",
    ]);
    expect(problems({ calls: 1 })).to.have.length(1);
    expect(problems({ calls: 1_000_000, renewalPeriod: 86_400 })).to.deep.equal([]);
  });
  it("a list where counters or policies are meant", () => {
    const list = { options: { counters: [], policies: [] } };
    expect(inWords(starting(list))).to.deep.equal([
      "policies: is a list; write an object",
      "counters: is a list; write an object",
    ]);
  });
  it("counters without any limit start", () =>
    expect(starting({ options: { counters: { timeout: 100 } } })).to.deep.equal([]));
  it("what the store does not keep", () => {
    const store = { take: () => undefined, kinds: ["token-bucket", "fixed-window"] };
    const fix = 'write algorithm: "token-bucket", or use a store that keeps it, such as Redis';
    expect(inWords(starting({ options: { counters: { store } }, ...rate({}) }))).to.deep.equal([
      `${at}.algorithm: is sliding-window, which the store of counters does not keep; ${fix}`,
    ]);
    expect(starting({ options: { counters: { store } }, ...rate({ algorithm: "token-bucket" }) })).to.be
      .empty;
    const quotas = { options: { counters: { store: { ...store, kinds: ["token-bucket"] } } } };
    expect(
      inWords(starting({ ...quotas, product: { quota: { calls: 1, renewalPeriod: 60 } } })),
    ).to.have.length(1);
  });
});

describe("options: limits that start", () => {
  const everything: Added = {
    options: {
      policies: {
        validateJwt: { issuers: ["main"], audiences: ["https://api.example"], name: "partner" },
        rateLimitByKey: [
          { ...KEYED, counterKey: [{ firstOf: ["subscription", { header: "X-Tenant" }, "ip"] }, "product"] },
          {
            ...KEYED,
            counterKey: [{ claim: "tier" }, { claim: "tier", of: "partner" }, { text: "x" }, "user"],
          },
        ],
      },
      issuers: [{ name: "main", issuer: "https://main.example", jwksUri: "https://main.example/keys" }],
    },
    product: {
      rateLimit: {
        ...{ ...RATE, algorithm: "token-bucket", per: "subscription" },
        ...{
          remainingCallsHeaderName: "X-Left",
          totalCallsHeaderName: "X-All",
          retryAfterHeaderName: "X-Wait",
        },
        apis: { orders: { ...RATE, operations: { list: RATE } } },
      },
      quota: {
        ...{ calls: 1, bandwidth: 1, renewalPeriod: 0, per: "caller" },
        apis: { orders: { bandwidth: 1, operations: { list: { calls: 1 } } } },
      },
    },
    api: { rateLimit: { ...RATE, operations: { create: RATE } } },
    operation: {
      rateLimit: { ...RATE, retryAfterHeaderName: "Retry-After" },
      quotaByKey: [
        {
          ...{ ...KEYED, bandwidth: 1, counterName: "n", incrementCount: 2 },
          incrementCondition: { status: ["2xx", 404], statusNot: [204] },
          firstPeriodStart: "2026-01-01T00:00:00",
        },
      ],
    },
  };

  it("every member of each", () => expect(inWords(starting(everything))).to.deep.equal([]));
  it("functions, in code only", () => {
    const functions = { counterKey: () => "a", incrementCount: () => 1, incrementCondition: () => true };
    expect(starting(by(functions))).to.deep.equal([]);
  });
});

describe("options: limits of rules", () => {
  const auth = createProductAuth(optionsWith({}) as never);
  const compiling = (rule: object) =>
    inWords(problemsOf(() => auth.requirement(rule as never, "require(rule)")));
  const product = "starter";
  const DATA = "is a function, and rules are plain data";
  const ELSEWHERE = "write plain data here, or the policy in the option policies, a product or an API";

  it("start in a rule and in an alternative", () => {
    expect(compiling({ product, rateLimitByKey: [KEYED] })).to.deep.equal([]);
    expect(compiling({ anyOf: [{ product, rateLimitByKey: [KEYED] }, { product: "pro" }] })).to.deep.equal(
      [],
    );
  });
  it("are not functions", () =>
    expect(
      compiling({
        product,
        rateLimitByKey: [KEYED, { ...RATE, counterKey: () => "a", incrementCount: () => 1 }],
      }),
    ).to.deep.equal([
      `require(rule).rateLimitByKey[1].counterKey: ${DATA}; ${ELSEWHERE}`,
      `require(rule).rateLimitByKey[1].incrementCount: ${DATA}; ${ELSEWHERE}`,
    ]));
  it("all problems at once, in an alternative too", () => {
    const wrong = [
      { ...KEYED, calls: 0 },
      { ...KEYED, renewalPeriod: 0 },
    ];
    expect(compiling({ product, rateLimitByKey: wrong })).to.deep.equal([
      "require(rule).rateLimitByKey[0].calls: is 0; write 1 or more calls",
      "require(rule).rateLimitByKey[1].renewalPeriod: is 0; write 1 or more seconds",
    ]);
    expect(compiling({ anyOf: [{ product: "pro" }, { product, rateLimitByKey: wrong }] })).to.have.length(2);
  });
  it("do not stand beside alternatives, and are not empty", () => {
    expect(compiling({ anyOf: [{ product }], rateLimitByKey: [KEYED] })).to.have.length(1);
    expect(compiling({ product, rateLimitByKey: [] })).to.deep.equal([
      "require(rule).rateLimitByKey: is empty; write at least one policy, or leave it out",
    ]);
    expect(compiling({ product, rateLimitByKey: undefined })).to.have.length(1);
  });
  it("other limits are not part of a rule", () => {
    for (const name of ["rateLimit", "quota", "quotaByKey"])
      expect(compiling({ product, [name]: RATE })[0]).to.match(
        new RegExp(`^require\\(rule\\)\\.${name}: is not part of a rule`),
      );
  });
  it("read claims of the rule's own policies", () => {
    const issuers = [{ name: "main", issuer: "https://main.example", jwksUri: "https://main.example/keys" }];
    const with1 = createProductAuth(optionsWith({ options: { issuers } }) as never);
    const rule = {
      product,
      validateJwt: { audiences: ["https://api.example"], name: "partner" },
      rateLimitByKey: [{ ...KEYED, counterKey: [{ claim: "tier", of: "partner" }] }],
    };
    expect(problemsOf(() => with1.requirement(rule as never))).to.deep.equal([]);
  });
});

describe("options: limits in catalog files", () => {
  const reading = (product: object, more: object = {}): string[] => {
    try {
      readCatalog(JSON.stringify({ products: { starter: { accepts: ["key"], ...product } }, ...more }));
    } catch (error) {
      if (error instanceof ConfigurationError) return inWords(error.problems);
      throw error;
    }
    return [];
  };

  it("start, and say line and column of what is wrong", () => {
    expect(reading({ rateLimit: RATE, rateLimitByKey: [KEYED] })).to.deep.equal([]);
    expect(reading({ rateLimit: { ...RATE, calls: 0 } })).to.deep.equal([
      "catalog.json:1:64 products.starter.rateLimit.calls: is 0; write 1 or more calls",
    ]);
  });
  it("contain neither counters nor policies without a list", () => {
    expect(reading({}, { counters: {} })[0]).to.match(/ counters: is not an option/);
    expect(reading({}, { policies: [] })[0]).to.match(/ policies: is a list/);
    expect(reading({ rateLimitByKey: [{ ...KEYED, counterKey: "caller" }] })[0]).to.match(
      /counterKey: is a string; write at least one part/,
    );
  });
  it("refuse the same policies as code", () =>
    expect(reading({ rateLimitByKey: [{ ...KEYED, incrementCondition: [] }] })[0]).to.match(
      /incrementCondition: is a list; write an object/,
    ));
});

describe("update and limits", () => {
  it("that do not start change nothing", () => {
    const auth = createProductAuth(optionsWith(rate({})) as never);
    const { products, apis } = optionsWith(rate({ calls: 0 })) as { products: object; apis: object };
    expect(inWords(problemsOf(() => auth.update({ products, apis } as never)))).to.deep.equal([
      `${at}.calls: is 0; write 1 or more calls`,
    ]);
  });
});
