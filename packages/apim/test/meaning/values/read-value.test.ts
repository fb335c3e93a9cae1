import { expect } from "chai";
import fc from "fast-check";
import { valueSource } from "#src/meaning/values/named-values.js";
import { readValue } from "#src/meaning/values/read-value.js";
import { causesOf, textOf } from "#src/meaning/values/text-value.js";
import type { NamedValue } from "#src/configuration/configuration.js";

const values: readonly NamedValue[] = [
  { name: "69f0", displayName: "tenant", value: "contoso", isSecret: false },
  { name: "tenant", displayName: "other", value: "not this one", isSecret: false },
  { name: "alone", displayName: "Alone By Folder", value: "by folder", isSecret: false },
  { name: "same", displayName: "same-1", value: "first of a folder", isSecret: false },
  { name: "same", displayName: "same-2", value: "second of a folder", isSecret: false },
  { name: "twice-1", displayName: "twice", value: "first", isSecret: false },
  { name: "twice-2", displayName: "twice", value: "second", isSecret: false },
  { name: "front-id", displayName: "front-id", value: "never-shown", isSecret: true },
  { name: "vault", displayName: "vault.key", isSecret: true },
  { name: "gone", displayName: "gone", isSecret: false },
  { name: "empty", displayName: "empty", value: "", isSecret: false },
  { name: "cut", displayName: "cut", value: "*** REDACTED ***", isSecret: false },
  { name: "nested", displayName: "nested", value: "a {{tenant}} {tenant} b", isSecret: false },
  { name: "token", displayName: "token", value: "{#[PROD_AUDIENCE]#}", isSecret: false },
  { name: "computed", displayName: "computed", value: '@("text")', isSecret: false },
  { name: "block", displayName: "block", value: ' @{ return "text"; }', isSecret: false },
];
const source = () => valueSource(values, new Set(["PASSWORD"]));

/** What a text becomes, and by what it differs. */
function expectText(text: string, expected: string, ...causes: readonly string[]): void {
  const value = readValue(text, source());
  expect(textOf(value)).to.equal(expected);
  expect([...causesOf(value)]).to.have.members(causes);
}

describe("named values in a text", () => {
  const rows: readonly (readonly [text: string, expected: string, ...causes: string[]])[] = [
    ["plain", "plain"],
    ["", ""],
    ["{{tenant}}", "contoso"],
    ["https://login/{{tenant}}/v2.0/{{tenant}}", "https://login/contoso/v2.0/contoso"],
    ["{{alone}}", "by folder"],
    ["{{twice}}", "first"],
    ["{{Tenant}}", "${env:TENANT}", "named-value"],
    ["{{front-id}}", "${env:FRONT_ID}", "secret"],
    ["{{vault.key}}", "${env:VAULT_KEY}", "secret"],
    ["{{gone}}", "${env:GONE}", "named-value"],
    ["{{empty}}", "${env:EMPTY}", "named-value"],
    ["{{cut}}", "${env:CUT}", "secret"],
    ["api://{{unknown--x}}", "api://${env:UNKNOWN_X}", "named-value"],
    ["{{gone}}{{front-id}}", "${env:GONE}${env:FRONT_ID}", "named-value", "secret"],
    ["{a}{{tenant}}{b}", "${env:A}contoso${env:B}", "placeholder"],
    ["{{69f0}}", "contoso"],
    ["{{same}}", "first of a folder"],
    ["{{ tenant }}", "{{ tenant }}"],
    ["{{nested}}", "a {{tenant}} {tenant} b"],
    ["{{token}}", "${env:PROD_AUDIENCE}", "placeholder"],
    ['{{"a","b"}}', '{{"a","b"}}'],
  ];
  for (const [text, expected, ...causes] of rows)
    it(`${text || "nothing"} becomes ${expected || "nothing"}`, () => expectText(text, expected, ...causes));
});

describe("placeholders of deployments in a text", () => {
  const rows: readonly (readonly [text: string, variable: string])[] = [
    ["${tenant}", "TENANT"],
    ["${ tenant }", "TENANT"],
    ["${var.tenant_id}", "VAR_TENANT_ID"],
    ['${local.ids["a"]}', "LOCAL_IDS_A_"],
    ["${lookup({ a = 1 }, var.x)}", "LOOKUP_A_1_VAR_X_"],
    [`\${${"a".repeat(253)}}`, "A".repeat(253)],
    ["#{Tenant.Id}#", "TENANT_ID"],
    ["#{ tenant }#", "TENANT"],
    ["#{env:TENANT}#", "ENV_TENANT"],
    ["#tenant#", "TENANT"],
    ["__TENANT_ID__", "TENANT_ID"],
    ["__X__", "X"],
    ["$(Tenant.Id)", "TENANT_ID"],
    ["{#tenantId#}", "TENANTID"],
    ["{#[TENANT]#}", "TENANT"],
    ["{#[tenant id]#}", "TENANT_ID"],
    ["{tenant}", "TENANT"],
    ["${env:TENANT}", "TENANT"],
    ["${env:TENANT_2}", "TENANT_2"],
  ];
  for (const [text, variable] of rows) {
    it(`${text} is one, whole or as part of a value`, () => {
      expectText(text, `\${env:${variable}}`, "placeholder");
      expectText(`a/${text}/b`, `a/\${env:${variable}}/b`, "placeholder");
    });
  }

  const others = [
    ...["$", "${}", "${ }", "${", "${a", "$()", "$(a", "$(a b)", "#", "##", "#1#", "#a", "#a b#"],
    ...["#{}#", "__", "____", "__a", "__a_", "a__b__c", "___a__", "__a__b", "{}", "{1}"],
    ...[
      "{a",
      "{a b}",
      '{"a":1}',
      "{{a b}}",
      "{{a}",
      "{a}}",
      "{#[]#}",
      "{#[a]}",
      "{#[a]#",
      "#{\n}#",
      "${a\nb}",
      "a_b",
    ],
    `#${"a".repeat(129)}#`,
    `\${${"a".repeat(255)}}`,
    ...["${{", "$}"],
    `{${"a".repeat(129)}}`,
    `__${"a".repeat(129)}__`,
  ];
  for (const text of others) it(`${JSON.stringify(text).slice(0, 30)} is none`, () => expectText(text, text));

  it("one that names a secret parameter is a secret", () => {
    expectText("${env:PASSWORD}", "${env:PASSWORD}", "secret");
    expectText("x${env:PASSWORD}${y}", "x${env:PASSWORD}${env:Y}", "secret", "placeholder");
  });

  it("a lower-case variable keeps its name", () =>
    expectText("${env:tenant}", "${env:tenant}", "placeholder"));

  it("braces in an expression are C#, other placeholders are not", () => {
    expectText('@($"{tenant}")', '@($"{tenant}")');
    expectText('@("${tenant}")', '@("${env:TENANT}")', "placeholder");
  });
});

describe("expressions in a text", () => {
  const rows: readonly (readonly [text: string, isExpression: boolean, holdsExpression: boolean])[] = [
    ["@(1)", true, false],
    ["@{ return 1; }", true, false],
    ["  \n@(1)", true, false],
    ["a@(1)", false, false],
    ["@a", false, false],
    ["", false, false],
    ["{{computed}}", true, false],
    ["{{block}}", true, false],
    ["{{computed}}{{block}}", true, true],
    ["a{{computed}}", false, true],
    [" {{computed}}", false, true],
    ["{{tenant}}@(1)", false, false],
    ["{{front-id}}", false, false],
  ];
  for (const [text, isExpression, holdsExpression] of rows)
    it(`${JSON.stringify(text)}: ${isExpression ? "an expression" : holdsExpression ? "holds one" : "none"}`, () =>
      expect(readValue(text, source())).to.include({ isExpression, holdsExpression }));
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    ...[
      "{{",
      "}}",
      "{",
      "}",
      "${",
      "#",
      "__",
      "$(",
      ")",
      "#{",
      "}#",
      "{#[",
      "]#}",
      "env:",
      "@(",
      "a",
      "-",
      "1",
    ],
  );
  const text = fc.array(pieces, { maxLength: 14 }).map((all) => all.join(""));

  it("literal parts are pieces of it in order, so nothing is invented", () => {
    fc.assert(
      fc.property(text, (given) => {
        let rest = given;
        for (const part of readValue(given, valueSource([])).parts) {
          if (typeof part !== "string") continue;
          expect(rest).to.include(part);
          rest = rest.slice(rest.indexOf(part) + part.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is read in linear time", () => {
    for (const piece of ["#", "#a", "${", "{", "__a", "{{", "{{a", "$(", "{#["]) {
      const start = performance.now();
      readValue(piece.repeat(200_000 / piece.length), valueSource([]));
      expect(performance.now() - start).to.be.below(1000);
    }
  });
});
