import { contextOf, expectLost, expectRule, plainValue, read, secretValue } from "../support.js";

const amounts = 'calls="5" renewal-period="60"';
const limit = (key: string, attributes = "") =>
  `<rate-limit-by-key ${amounts} counter-key="${key}" ${attributes} />`;
const quota = (attributes: string) => `<quota-by-key counter-key="all" renewal-period="60" ${attributes} />`;
const standard = { kind: "rate", calls: 5, period: 60 };
const header = (name: string) => `context.Request.Headers.GetValueOrDefault("${name}")`;
const claim = 'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt()?.Subject';
const verified = '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("azp", "")';

describe("counter-key", () => {
  const context = () =>
    contextOf({ tokenVariables: new Set(["jwt"]) }, [
      plainValue("prefix", "orders-"),
      secretValue("salt", "s3cr3t"),
      plainValue("key", "@(context.Subscription.Id)"),
    ]);
  const rows: readonly (readonly [key: string, by: unknown, ...codes: string[]])[] = [
    ["all", "constant:all"],
    ["{{prefix}}all", "constant:orders-all"],
    ["{{gone}}", "constant:${env:GONE}", "named-value"],
    ["{{salt}}-${x}", "constant:${env:SALT}-${env:X}", "secret", "placeholder"],
    ["{{key}}", "subscription"],
    ["@(context.Subscription.Id)", "subscription"],
    ["@(context.User.Id)", "user"],
    ["@(context.Request.IpAddress)", "ip", "client-ip"],
    [`@(${header("X-Team")})`, "header:x-team"],
    [`@(${header("X-Forwarded-For")})`, "header:x-forwarded-for", "client-ip"],
    [`@(${header("{{prefix}}team")})`, "header:orders-team"],
    ['@("all")', "constant:all"],
    ['@("{{salt}}")', "constant:${env:SALT}", "secret"],
    ["@(context.Subscription?.Id ?? context.Request.IpAddress)", ["subscription", "ip"], "client-ip"],
    [
      '@(context.Subscription.Id + "-{{gone}}")',
      { join: ["subscription", "constant:-${env:GONE}"] },
      "named-value",
    ],
    [`@((context.User?.Id ?? ${header("x")}) + ${verified})`, { join: [["user", "header:x"], "claim:azp"] }],
    [`@(${verified})`, "claim:azp"],
    [`@(${claim})`, "claim:sub", "unverified-claim"],
    [`@(context.User?.Id ?? ${claim})`, ["user", "claim:sub"], "unverified-claim"],
  ];
  for (const [key, by, ...codes] of rows)
    it(key, () => expectRule(read(limit(key), context()), { ...standard, by }, ...codes));

  it("by a claim of a token that a rule before verifies", () =>
    expectRule(read(limit(`@(${claim})`), contextOf({ afterTokenRule: true })), {
      ...standard,
      by: "claim:sub",
    }));

  const lost: readonly (readonly [key: string, code: string])[] = [
    ["", "unreadable"],
    ["@(context.RequestId)", "expression"],
    ["@{ return 1; }", "expression"],
    ["all {{key}}", "expression"],
    ["@(context.Subscription.Id + context.RequestId)", "expression"],
    ['@("${x}")', "expression"],
    [`@(${header("{{gone}}")})`, "expression"],
    [`@(context.Subscription.Id + ${header("{{gone}}")})`, "expression"],
    [`@(${verified.replace("jwt", "other")})`, "expression"],
    [`@(context.User?.Id ?? ${verified.replace("jwt", "other")})`, "expression"],
  ];
  for (const [key, code] of lost)
    it(`${key || "nothing"} is lost`, () => expectLost(read(limit(key), context()), code));
});

describe("rate-limit-by-key", () => {
  const rule = { ...standard, by: "constant:all" };
  const rows: readonly (readonly [attributes: string, member: object, ...codes: string[]])[] = [
    ['increment-condition="@(context.Response.StatusCode == 200)"', { status: [200, 200] }],
    ['increment-condition="@(context.Response.StatusCode != 429)"', { statusNot: 429 }],
    ['increment-condition="true"', {}],
    ['increment-count="1"', {}],
    ['increment-count="3"', { count: 3 }],
    ['increment-count="${n}"', { count: "${env:N}" }, "placeholder"],
    ['increment-after-response="false"', {}],
    ['increment-after-response="true"', {}, "stricter"],
    [
      'increment-after-response="true" increment-condition="@(context.Response.StatusCode != 429)"',
      { statusNot: 429 },
    ],
    ['id="a" remaining-calls-header-name="X-Left"', { headers: { remaining: "X-Left" } }],
    ['retry-after-variable-name="a" remaining-calls-variable-name="b"', {}],
  ];
  for (const [attributes, member, ...codes] of rows)
    it(attributes, () => expectRule(read(limit("all", attributes)), { ...rule, ...member }, ...codes));

  const lost: readonly (readonly [what: string, xml: string, ...codes: string[]])[] = [
    ["no key", `<rate-limit-by-key ${amounts} />`, "unreadable"],
    ["no calls", '<rate-limit-by-key renewal-period="60" counter-key="a" />', "unreadable"],
    [
      "computed calls",
      '<rate-limit-by-key calls="@(1)" renewal-period="60" counter-key="a" />',
      "expression",
    ],
    ["a condition that never holds", limit("a", 'increment-condition="false"'), "unreadable"],
    ["a condition that is none", limit("a", 'increment-condition="sometimes"'), "unreadable"],
    [
      "a computed condition",
      limit("a", 'increment-condition="@(context.Request.Method == "GET")"'),
      "expression",
    ],
    [
      "a condition with a placeholder",
      limit("a", 'increment-condition="@(context.Response.StatusCode == ${s})"'),
      "expression",
    ],
    ["a computed count", limit("a", 'increment-count="@(2)"'), "expression"],
    ["a start", limit("a", 'first-period-start="2031-01-01T00:00:00Z"'), "unknown-element"],
    ["parts", limit("a").replace("/>", '><api name="a" calls="1" /></rate-limit-by-key>'), "unknown-element"],
  ];
  for (const [what, xml, ...codes] of lost) it(`${what} is lost`, () => expectLost(read(xml), ...codes));

  it("is allowed at global scope", () =>
    expectRule(read(limit("all"), contextOf({ scope: "global" })), rule));
});

describe("quota-by-key", () => {
  const rows: readonly (readonly [attributes: string, member: object, ...codes: string[]])[] = [
    ['calls="9"', { calls: 9 }],
    ['bandwidth="9"', { bandwidth: 9 }],
    ['calls="9" first-period-start="2031-01-01T00:00:00Z"', { calls: 9, start: "2031-01-01T00:00:00Z" }],
    ['calls="9" first-period-start="2031-01-01T00:00:00"', { calls: 9, start: "2031-01-01T00:00:00" }],
    [
      'calls="9" first-period-start="2031-01-01T00:00:00.5+02:00"',
      { calls: 9, start: "2031-01-01T00:00:00.5+02:00" },
    ],
    ['calls="9" first-period-start="${start}"', { calls: 9, start: "${env:START}" }, "placeholder"],
    ['calls="9" increment-count="2"', { calls: 9, count: 2 }],
    [
      'calls="9" increment-condition="@(context.Response.StatusCode < 400)"',
      { calls: 9, status: [100, 399] },
    ],
  ];
  for (const [attributes, member, ...codes] of rows)
    it(attributes, () =>
      expectRule(
        read(quota(attributes)),
        { kind: "quota", period: 60, by: "constant:all", ...member },
        ...codes,
      ),
    );

  const lost: readonly (readonly [attributes: string, code: string])[] = [
    ["", "unreadable"],
    ['calls="9" first-period-start="tomorrow"', "unreadable"],
    ['calls="9" first-period-start="2031-13-01T00:00:00Z"', "unreadable"],
    ['calls="9" first-period-start="on 2031-01-01T00:00:00Z"', "unreadable"],
    ['calls="9" first-period-start="2031-01-01T00:00:00Z or so"', "unreadable"],
    ['calls="9" first-period-start=""', "unreadable"],
    ['calls="9" first-period-start="@(DateTime.Now)"', "expression"],
    ['calls="9" retry-after-header-name="X"', "unknown-element"],
    ['calls="9" increment-after-response="true"', "unknown-element"],
  ];
  for (const [attributes, code] of lost)
    it(`${attributes || "no amount"} is lost`, () => expectLost(read(quota(attributes)), code));
});
