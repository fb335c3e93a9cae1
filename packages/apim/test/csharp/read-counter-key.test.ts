import { expect } from "chai";
import { readCounterKey, type CounterKey } from "#src/csharp/read-counter-key.js";

const bearer = 'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt()';
const token = '((Jwt)context.Variables["jwt"])';
const subject: CounterKey = { claim: "sub", from: { variable: "jwt" } };

const recognized: readonly (readonly [written: string, key: CounterKey])[] = [
  ["context.Subscription.Id", "subscription"],
  ["context.Subscription?.Id", "subscription"],
  ["(string)(context . Subscription ?. Key)", "subscription"],
  ["((context.Subscription.PrimaryKey))", "subscription"],
  ["context.Subscription.Name.ToLower()", "subscription"],
  ["context.Request.IpAddress", "ip"],
  ["(String) context.Request.IpAddress", "ip"],
  ["context.Product?.Id", "product"],
  ["context.Product.Name", "product"],
  ["context.User?.Id", "user"],
  ["context.Api.Id", "api"],
  ["context.Operation.Id", "operation"],
  ['context.Request.Headers.GetValueOrDefault("X-Partner")', { header: "x-partner" }],
  ['context.Request.Headers.GetValueOrDefault("X-Partner", "none")', { header: "x-partner" }],
  ['context.Request.Headers.GetValueOrDefault("X-Partner", null)', { header: "x-partner" }],
  ['context.Request.Headers["X-Partner"][0]', { header: "x-partner" }],
  ['context.Request.Headers[@"X-Partner"].First()', { header: "x-partner" }],
  [`${bearer}?.Claims.GetValueOrDefault("oid")`, { claim: "oid", from: "authorization" }],
  [`${bearer}.Claims.GetValueOrDefault("oid", "none")`, { claim: "oid", from: "authorization" }],
  [`${bearer}?.Subject`, { claim: "sub", from: "authorization" }],
  [`(string)${token}.Claims.GetValueOrDefault("azp", "none")`, { claim: "azp", from: { variable: "jwt" } }],
  [`${token}.Claims["azp"][0]`, { claim: "azp", from: { variable: "jwt" } }],
  [`${token}.Subject`, subject],
  ['"all"', { constant: "all" }],
  ["string.Empty", { constant: "" }],
  ["context.Subscription?.Id ?? context.Request.IpAddress", ["subscription", "ip"]],
  [
    'context.Subscription?.Id ?? (context.User?.Id ?? "none")',
    ["subscription", "user", { constant: "none" }],
  ],
  ['(context.User?.Id ?? context.Api.Id) ?? "none"', ["user", "api", { constant: "none" }]],
  [
    "context.Subscription != null ? context.Subscription.Id : context.Request.IpAddress",
    ["subscription", "ip"],
  ],
  [
    "null == context.Subscription ? context.Request.IpAddress : context.Subscription.Key",
    ["subscription", "ip"],
  ],
  [
    '(context.Subscription == null) ? (context.User?.Id ?? "x") : context.Subscription.Id',
    ["subscription", "user", { constant: "x" }],
  ],
  ['context.Subscription.Id + "-" + context.Api.Id', { join: ["subscription", { constant: "-" }, "api"] }],
  ['(context.Subscription.Id + "-") + context.Api.Id', { join: ["subscription", { constant: "-" }, "api"] }],
  ['String.Concat(context.Subscription.Id,"-reports")', { join: ["subscription", { constant: "-reports" }] }],
  [
    'string.Concat(context.Api.Id, "-" + context.Product.Id)',
    { join: ["api", { constant: "-" }, "product"] },
  ],
  ["String.Concat(context.Api.Id)", "api"],
  ['context.User?.Id ?? "a" + context.Api.Id', ["user", { join: [{ constant: "a" }, "api"] }]],
  ['(context.User?.Id ?? "a") + context.Api.Id', { join: [["user", { constant: "a" }], "api"] }],
];

const notRecognized: readonly string[] = [
  "context.Subscription > null ? context.Request.IpAddress : context.Subscription.Id",
  "context.Subscription.Id.ToLower",
  "string.Concat",
  "context.Request.Headers.GetValueOrDefault",
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsBasic().Subject',
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt.Subject',
  "context.Request.Url.AsJwt().Subject",
  `${token}.Claims().GetValueOrDefault("azp")`,
  "null",
  "1",
  "context",
  "context.Subscription",
  "context.Subscription.PrimaryKey2",
  "context.Subscription.SecondaryKey",
  "context.Subscription.Id.ToLower(1)",
  "context.Subscription.Id.ToUpper()",
  "context.Subscription.ToLower()",
  "context.Request.IpAddress.ToLower()",
  "context.Api.Name",
  "context.Operation.Name",
  "context.User.Email",
  "context.Request.Url.Path",
  'context.Request.Headers["X-Partner"]',
  'context.Request.Headers["X-Partner"][1]',
  'context.Request.Headers["X-Partner"]["0"]',
  'context.Request.Headers["X-Partner"].Last()',
  'context.Request.Headers["X-Partner"].First("a")',
  'context.Request.Headers["X-Partner"].First',
  "context.Request.Headers[0][0]",
  'context.Variables["X-Partner"][0]',
  'context.Variables["X-Partner"].First()',
  '(string)context.Variables["key"]',
  'context.Request.Headers.GetValueOrDefault("X-Partner", context.Request.IpAddress)',
  "context.Request.Headers.GetValueOrDefault(\"X-Partner\").Split(',')[0]",
  'context.Request.Headers.GetValueOrDefault("X-Partner").Split(",")[0]',
  'context.Request.Headers.GetValueOrDefault("X-Token","").AsJwt().Subject',
  'context.Request.Headers.GetValueOrDefault("Authorization","none").AsJwt().Subject',
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt("a").Subject',
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsBasic().UserId',
  `${bearer}.Issuer`,
  `${bearer}.Subject()`,
  `${bearer}.Claims["azp"]`,
  `${token}.Claims["azp"][1]`,
  `${token}.Claims.ContainsKey("azp")`,
  `${token}.Claims.GetValueOrDefault("azp", context.Api.Id)`,
  'context.Variables["jwt"].Subject',
  "context.Subscription?.Id ?? context.Variables",
  "context.Subscription?.Id ??",
  "context.Subscription.Id + 1",
  "context.Subscription.Id && context.Api.Id",
  "context.Subscription.Id || context.Api.Id",
  "!context.Subscription.Id",
  "string.Concat()",
  "string.Concat(context.Variables)",
  "string.Join(context.Subscription.Id, context.Api.Id)",
  "other.Concat(context.Subscription.Id, context.Api.Id)",
  '$"{context.Subscription.Id}-{context.Api.Id}"',
  "context.Subscription != null ? context.Request.IpAddress : context.Subscription.Id",
  "context.Subscription == null ? context.Subscription.Id : context.Request.IpAddress",
  'context.Subscription != null ? context.Subscription.Id + "a" : context.Request.IpAddress',
  "context.Subscription != null ? context.Subscription.Id : context.Variables",
  "context.Subscription != context.User ? context.Subscription.Id : context.Request.IpAddress",
  "null != null ? context.Subscription.Id : context.Request.IpAddress",
  "context.Subscription > null ? context.Subscription.Id : context.Request.IpAddress",
  "context.Subscription ? context.Subscription.Id : context.Request.IpAddress",
  "context.User != null ? context.Subscription.Id : context.Request.IpAddress",
  "context.Subscription != null ? context.Subscription.Id",
  "context.Subscription != null ? context.Subscription.Id : ",
  '"${env:KEY}"',
];

describe("reading a counter key", () => {
  for (const [written, key] of recognized)
    it(`recognizes ${written}`, () => expect(readCounterKey(`@(${written})`)).to.deep.equal(key));

  for (const written of notRecognized)
    it(`does not recognize ${written}`, () => expect(readCounterKey(`@(${written})`)).to.equal(undefined));

  it("reads no blocks and no text", () => {
    for (const text of ["@{ return context.Api.Id; }", "@{context.Api.Id}", "context.Api.Id", "all"])
      expect(readCounterKey(text), text).to.equal(undefined);
  });

  it("does not recognize a variable as the name of a header", () => {
    for (const written of [
      '.GetValueOrDefault("${env:NAME}")',
      '["${env:NAME}"][0]',
      '["${env:NAME}"].First()',
    ])
      expect(readCounterKey(`@(context.Request.Headers${written})`, { variables: true }), written).to.equal(
        undefined,
      );
  });

  it("keeps variables that named values left in constants, when asked to", () =>
    expect(readCounterKey('@("${env:KEY}" + context.Api.Id)', { variables: true })).to.deep.equal({
      join: [{ constant: "${env:KEY}" }, "api"],
    }));
});
