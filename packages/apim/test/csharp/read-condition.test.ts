import { expect } from "chai";
import fc from "fast-check";
import type { Condition } from "#src/csharp/condition.js";
import { normalize } from "#src/csharp/conditions.js";
import { readCondition } from "#src/csharp/read-condition.js";
import { anyCaller, holds } from "./support/caller.js";
import { anyWritten } from "./support/written-condition.js";

const header = 'context.Request.Headers.GetValueOrDefault("X-Key","")';
const token = '((Jwt)context.Variables["jwt"])';
const get: Condition = { method: ["GET"] };
const isGet = 'context.Request.Method == "GET"';

const recognized: readonly (readonly [written: string, condition: Condition])[] = [
  ['context.Request.Method == "GET"', get],
  ['"GET" == context.Request.Method', get],
  ['context.Request.Method != "GET"', { not: get }],
  ['"GET" != context.Request.Method', { not: get }],
  ['context.Request.Method.Equals("GET")', get],
  ['"GET".Equals(context.Request.Method)', get],
  ['context.Request.Method.Equals("get", StringComparison.OrdinalIgnoreCase)', get],
  ['context.Request.Method.Equals("get")', { method: ["get"] }],
  ['new [] {"GET","PUT"}.Contains(context.Request.Method)', { method: ["GET", "PUT"] }],
  ['new[]{"get"}.Contains(context.Request.Method, StringComparer.InvariantCultureIgnoreCase)', get],
  ['!new string[] {"GET"}.Contains(context.Request.Method, StringComparer.Ordinal)', { not: get }],
  ['context.Operation.Id == "list"', { operation: ["list"] }],
  ['context.Operation?.Name.Equals("list")', { operation: ["list"] }],
  ['context.Api.Id == "orders"', { api: ["orders"] }],
  ['context.Api.Name == "Orders"', { api: ["Orders"] }],
  ['context.Api.Path == "orders/v2"', { api: ["orders/v2"] }],
  ['context.Product?.Id == "gold"', { product: ["gold"] }],
  ['context.Product.Name == "Gold"', { product: ["Gold"] }],
  ["context.Product == null", { product: false }],
  ["null != context.Product", { not: { product: false } }],
  ["context.Subscription == null", { subscription: false }],
  ['context.Request.Headers.ContainsKey("X-Key")', { header: "x-key", present: true }],
  ['!context.Request.Headers.ContainsKey("X-Key")', { header: "x-key", present: false }],
  ['!!context.Request.Headers.ContainsKey("X-Key")', { header: "x-key", present: true }],
  [`${header} == ""`, { header: "x-key", present: false }],
  [`${header}.Equals("")`, { header: "x-key", present: false }],
  [`${header} != ""`, { header: "x-key", present: true }],
  [`${header} == null`, { header: "x-key", present: false }],
  ['context.Request.Headers.GetValueOrDefault("X-Key") == null', { header: "x-key", present: false }],
  [`string.IsNullOrEmpty(${header})`, { header: "x-key", present: false }],
  [`!String.IsNullOrWhiteSpace(${header})`, { header: "x-key", present: true }],
  [`${header} == "v"`, { header: "x-key", is: "v" }],
  [`(string)${header} == "v"`, { header: "x-key", is: "v" }],
  [`${header} != "v"`, { not: { header: "x-key", is: "v" } }],
  [`${header}.Equals("v", StringComparison.Ordinal)`, { header: "x-key", is: "v" }],
  [`${header}.Equals("v", StringComparison.CurrentCulture)`, { header: "x-key", is: "v" }],
  [
    `${header}.Equals("v", StringComparison.CurrentCultureIgnoreCase)`,
    { header: "x-key", is: "v", ignoreCase: true },
  ],
  ['context.Request.IpAddress == "192.0.2.1"', { ip: ["192.0.2.1"] }],
  ["context.Request.Certificate == null", { certificate: false }],
  ['context.Request.Certificate?.Thumbprint == "AA11"', { thumbprint: ["AA11"] }],
  [`${token}.Claims["roles"].Contains("a")`, { claim: "roles", has: ["a"], variable: "jwt" }],
  [`${token}.Claims.ContainsKey("roles")`, { claim: "roles", variable: "jwt" }],
  [
    `${token}.Claims.GetValueOrDefault("azp", "none") == "a"`,
    { claim: "azp", has: ["a"], joined: true, variable: "jwt" },
  ],
  [
    `${token}?.Claims?.GetValueOrDefault("azp").Equals("a")`,
    { claim: "azp", has: ["a"], joined: true, variable: "jwt" },
  ],
  [`((${isGet}))`, get],
  [`(bool)(${isGet})`, get],
  [`${isGet} // a comment )\n`, get],
  [`/* ( */ ${isGet}`, get],
  [`!(${isGet})`, { not: get }],
  [`!!(${isGet})`, get],
  [`${isGet} && ${isGet} && ${isGet}`, { all: [get, get, get] }],
  [`${isGet} && (${isGet} && ${isGet})`, { all: [get, get, get] }],
  [`${isGet} || ${isGet} && ${isGet}`, { any: [get, { all: [get, get] }] }],
  [`(${isGet} || ${isGet}) && ${isGet}`, { all: [{ any: [get, get] }, get] }],
  [`!(${isGet} || ${isGet})`, { not: { any: [get, get] } }],
  ['context.Operation.Id == "\\u0061\\x62\\"\\\\\\n"', { operation: ['ab"\\\n'] }],
  ['context.Operation.Id == @"a\\""b"', { operation: ['a\\"b'] }],
];

const notRecognized: readonly string[] = [
  `(${isGet}) ?? (${isGet})`,
  `(${isGet}) + (${isGet})`,
  'context.Request.Method.Equals("GET", StringXomparison.Ordinal)',
  "context.Product.Equals(null)",
  `${header}.Equals(null)`,
  'null.Equals("a")',
  `${token}.Claims.GetValueOrDefault("azp") == ""`,
  `${token}.Claims.GetValueOrDefault("azp", "none") == ""`,
  "context.Api.Id.Contains(context.Request.Method)",
  `${token}.Claims["roles"].IndexOf("a")`,
  `${token}.Claims["roles"].Contains`,
  `${token}.Claims["roles"][0] == "a"`,
  `${token}.Claims().ContainsKey("roles")`,
  `${token}.Claims.ContainsKey`,
  'context.Request.Headers.GetValueOrDefault == "v"',
  'context.Request.Headers.ContainsKey("")',
  "string.IsNullOrEmpty",
  "context.Request.Headers.ContainsKey",
  'new [] {"GET"}.Contains',
  'context."Api".Id == "a"',
  '("string") context.Api.Id == "a"',
  'context..Api.Id == "a"',
  'context.Api?Id == "a"',
  "",
  "true",
  "null == null",
  '"a" == "a"',
  'null == "a"',
  '"a".Equals("a")',
  'context.Request.Method = "GET"',
  'context.Request.Method.Equals("GET"',
  'context.Request.Method == "GET" )',
  'context.Request.Method == "GET";',
  'context.Request.Method == "GET" == true',
  "context.Request.Method == 'GET'",
  'context.Request.Method == $"GET"',
  "context.Request.Method == GET",
  "context.Request.Method == null",
  'context.Request.Method === "GET"',
  'context.Request.Method < "GET"',
  'context.Request.Method.ToLower() == "get"',
  'context.Request.Method.Contains("GET")',
  "context.Request.Method.Equals",
  "context.Request.Method.Equals()",
  "context.Request.Method.Equals(null)",
  'context.Request.Method.Equals("GET", true)',
  'context.Request.Method.Equals("GET", StringComparer.Ordinal)',
  'context.Request.Method.Equals("GET", StringComparison.Other)',
  'context.Request.Method.Equals("GET", "StringComparison.Ordinal")',
  'context.Request.Method.Equals("GET", StringComparison.Ordinal, 1)',
  'context.Request["Method"] == "GET"',
  'request.Method == "GET"',
  'x.context.Request.Method == "GET"',
  'Context.Request.Method == "GET"',
  'context.Request.Method == "G\\qT"',
  'context.Request.Method == "GET" & true',
  'context.Request.Method == "GET" ? true : false',
  'context.Request.Method ?? "GET"',
  'context.Request.Method + "" == "GET"',
  `!${isGet}`,
  `${isGet} &&`,
  `&& ${isGet}`,
  `${isGet} || context.Request.Url.Path == "a"`,
  `${isGet} && true`,
  `(${isGet}`,
  `${isGet} // )`,
  `${isGet} /* )`,
  "new [] {}.Contains(context.Request.Method)",
  'new [] {"GET"}.Contains(context.Request.IpAddress)',
  'new [] {"GET"}.Contains()',
  'new [] {"GET"}.Contains(context.Request.Method, StringComparison.OrdinalIgnoreCase)',
  'new [] {"GET"}.Contains(context.Request.Method, StringComparer.Ordinal, 1)',
  'new [] {"GET", context.Api.Id}.Contains(context.Request.Method)',
  'new [] {"GET"}.ContainsKey(context.Request.Method)',
  'new [] {"GET"}.Equals(context.Request.Method)',
  'new [] {"GET",}.Contains(context.Request.Method)',
  'new [1] {"GET"}.Contains(context.Request.Method)',
  'new int[] {"GET"}.Contains(context.Request.Method)',
  'new {"GET"}.Contains(context.Request.Method)',
  'new [] ("GET").Contains(context.Request.Method)',
  'context.Operation.Id.Equals("list", StringComparison.OrdinalIgnoreCase)',
  'context.Operation.Method == "GET"',
  "context.User == null",
  "context.Product.Id == null",
  `${header}`,
  `${header}.Contains("v")`,
  `${header} == context.Api.Id`,
  'context.Request.Headers.GetValueOrDefault("X-Key") == ""',
  'context.Request.Headers.GetValueOrDefault("X-Key", null) == ""',
  'context.Request.Headers.GetValueOrDefault("X-Key", "d") == "v"',
  'context.Request.Headers.GetValueOrDefault("X-Key", "d") == null',
  'context.Request.Headers.GetValueOrDefault("X-Key", context.Api.Id) == "v"',
  'context.Request.Headers.GetValueOrDefault("X-Key", "", "") == "v"',
  'context.Request.Headers.GetValueOrDefault<string>("X-Key", "") == "v"',
  'context.Request.Headers.GetValueOrDefault() == "v"',
  'context.Request.Headers.GetValueOrDefault(context.Api.Id, "") == "v"',
  'context.Request.Headers.GetValue("X-Key", "") == "v"',
  'context.Response.Headers.GetValueOrDefault("X-Key", "") == "v"',
  'context.Request.Headers["X-Key"] == "v"',
  'context.Request.Headers.ContainsKey("X-Key", "v")',
  "context.Request.Headers.ContainsKey(context.Api.Id)",
  'context.Request.Headers.Contains("X-Key")',
  'context.Variables.ContainsKey("X-Key")',
  'context.Variables.GetValueOrDefault("X-Key", "") == "v"',
  "string.IsNullOrEmpty()",
  `string.IsNullOrEmpty(${header}, 1)`,
  "string.IsNullOrEmpty(context.Request.Method)",
  `other.IsNullOrEmpty(${header})`,
  `IsNullOrEmpty(${header})`,
  'context.Variables["jwt"].Claims["roles"].Contains("a")',
  '(Jwt)context.Variables["jwt"].Claims["roles"].Contains("a")',
  '((IResponse)context.Variables["jwt"]).Claims["roles"].Contains("a")',
  '((Jwt)context.Variables[0]).Claims["roles"].Contains("a")',
  '((Jwt)context.Values["jwt"]).Claims["roles"].Contains("a")',
  '((Jwt)context.Variables.jwt).Claims["roles"].Contains("a")',
  '(context.Variables["jwt"] as Jwt).Claims["roles"].Contains("a")',
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt().Claims["roles"].Contains("a")',
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt().Claims.ContainsKey("roles")',
  'context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt().Claims.GetValueOrDefault("azp") == "a"',
  `${token}.Claims["roles"].Contains("a", StringComparer.OrdinalIgnoreCase)`,
  `${token}.Claims["roles"].Contains(context.Api.Id)`,
  `${token}.Claims["roles"].ContainsKey("a")`,
  `${token}.Claims[0].Contains("a")`,
  `${token}.Headers["roles"].Contains("a")`,
  `${token}.Claims.Contains("a")`,
  `${token}.ContainsKey("roles")`,
  `${token}.Claims.GetValueOrDefault("azp", "a") == "a"`,
  `${token}.Claims.GetValueOrDefault("azp", "") == ""`,
  `${token}.Claims.GetValueOrDefault("azp") == null`,
  `${token}.Claims.GetValueOrDefault("azp").Equals("a", StringComparison.OrdinalIgnoreCase)`,
  `${token}.Subject == "a"`,
  "context.Api.Id == string.Other",
  'context.Api.Id == "${env:API}"',
];

describe("reading a condition", () => {
  for (const [written, condition] of recognized)
    it(`recognizes ${written}`, () => {
      expect(readCondition(`@(${written})`)).to.deep.equal(condition);
      expect(readCondition(`\n @(${written}) `)).to.deep.equal(condition);
    });

  for (const written of notRecognized)
    it(`does not recognize ${written}`, () => expect(readCondition(`@(${written})`)).to.equal(undefined));

  it("reads expressions in @(…) only, never blocks or text around them", () => {
    for (const text of [
      `@{${isGet}}`,
      `@{ return ${isGet}; }`,
      isGet,
      `(${isGet})`,
      `@ (${isGet})`,
      `@(${isGet}) @(${isGet})`,
    ])
      expect(readCondition(text), text).to.equal(undefined);
  });

  it("keeps variables that named values left in texts, when asked to", () => {
    const written = `@(${header} != "\${env:KEY}")`;
    expect(readCondition(written)).to.equal(undefined);
    expect(readCondition(written, { variables: true })).to.deep.equal({
      not: { header: "x-key", is: "${env:KEY}" },
    });
    expect(readCondition(`@(${header} != \${env:KEY})`, { variables: true })).to.equal(undefined);
  });

  for (const written of [
    'context.Request.Headers.ContainsKey("${env:NAME}")',
    'context.Request.Headers.GetValueOrDefault("${env:NAME}", "") == "v"',
    'context.Request.Method.Equals("${env:METHOD}", StringComparison.OrdinalIgnoreCase)',
    'new [] {"GET", "${env:METHOD}"}.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase)',
    `${token}.Claims.GetValueOrDefault("azp", "\${env:NONE}") == "a"`,
  ])
    it(`does not recognize a variable where its text must be known: ${written}`, () =>
      expect(readCondition(`@(${written})`, { variables: true })).to.equal(undefined));

  it("reads all spellings of a condition as one normal form, true for the same callers", () =>
    fc.assert(
      fc.property(anyWritten, fc.array(anyCaller, { minLength: 1, maxLength: 8 }), (written, callers) => {
        const condition = readCondition(`@(${written.text})`);
        expect(condition).to.deep.equal(written.normal);
        const normalized = normalize(written.normal);
        for (const caller of callers) {
          expect(holds(written.normal, caller)).to.equal(written.isTrue(caller));
          expect(holds(normalized, caller)).to.equal(written.isTrue(caller));
        }
      }),
      { numRuns: 400 },
    ));

  it("recognizes nothing in a condition that lost one of its brackets or quotes", () =>
    fc.assert(
      fc.property(anyWritten, fc.nat(), (written, pick) => {
        const text = `@(${written.text.replaceAll(/\/\*.*?\*\/|\/\/.*\n/g, " ")})`;
        const places = [...text.matchAll(/[()[\]{}]/g)].map((match) => match.index);
        const place = places[pick % places.length] ?? 0;
        expect(readCondition(text.slice(0, place) + text.slice(place + 1))).to.equal(undefined);
      }),
      { numRuns: 200 },
    ));
});
