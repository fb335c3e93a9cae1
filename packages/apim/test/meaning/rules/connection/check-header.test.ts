import { contextOf, expectLost, expectRule, plainValue, read, secretValue } from "../support.js";

const standard = { kind: "header", name: "x-plan", values: [] };
const check = (attributes: string, ...values: readonly string[]) =>
  `<check-header ${attributes}>${values.map((value) => `<value>${value}</value>`).join("")}</check-header>`;
const context = () =>
  contextOf({}, [
    plainValue("plan", "gold"),
    secretValue("hidden", "s3cr3t"),
    plainValue("literal", "not-marked"),
  ]);

describe("check-header", () => {
  const rows: readonly (readonly [what: string, xml: string, member: object, ...codes: string[]])[] = [
    ["a header that must be there", check('name="X-Plan"'), {}],
    [
      "all attributes",
      check(
        'id="a" name="X-Plan" failed-check-httpcode="403" failed-check-error-message="Plan." ignore-case="true"',
        ...["gold", "silver"],
      ),
      { values: ["gold", "silver"], ignoreCase: true, status: 403, message: "Plan." },
    ],
    ["no values to compare without regard to case", check('name="X-Plan" ignore-case="true"'), {}],
    ["values compared exactly", check('name="X-Plan" ignore-case="false"', "gold"), { values: ["gold"] }],
    ["a computed message", check('name="X-Plan" failed-check-error-message="@("x")"'), {}, "message"],
    ["a constant", check('name="X-Plan"', '@("gold")'), { values: ["gold"] }],
    ["a named value", check('name="X-Plan"', "{{plan}}"), { values: ["gold"] }],
    ["a secret", check('name="X-Plan"', "{{hidden}}"), { values: ["${env:HIDDEN}"] }, "secret"],
    [
      "a part that is secret",
      check('name="X-Plan"', "a-{{hidden}}"),
      { values: ["a-${env:HIDDEN}"] },
      "secret",
    ],
    [
      "a value that the extractor left out",
      check('name="X-Plan"', "*** REDACTED ***"),
      { values: ["${env:HEADER_X_PLAN}"] },
      "secret",
    ],
    [
      "a value of which the extractor left a part out",
      check('name="X-Plan"', "{{hidden}}*** REDACTED ***"),
      { values: ["${env:HEADER_X_PLAN}"] },
      "secret",
    ],
    [
      "white space around a flag",
      check('name="X-Plan" ignore-case=" TRUE "', "a"),
      { values: ["a"], ignoreCase: true },
    ],
    ["a name with a variable", check('name="X-{{gone}}"'), { name: "x-${env:GONE}" }, "named-value"],
  ];
  for (const [what, xml, member, ...codes] of rows)
    it(what, () => expectRule(read(xml, context()), { ...standard, ...member }, ...codes));

  const lost: readonly (readonly [what: string, xml: string, code: string])[] = [
    ["no name", check(""), "unreadable"],
    ["an empty name", check('name=""'), "unreadable"],
    ["a name that is none", check('name="X Plan"'), "unreadable"],
    ["a name with something behind", check('name="X-Plan:"'), "unreadable"],
    ["a computed name", check('name="@("X-Plan")"'), "expression"],
    ["a computed value", check('name="X-Plan"', "@(context.Api.Id)"), "expression"],
    ["an empty value", check('name="X-Plan"', ""), "unreadable"],
    ["a computed status", check('name="X-Plan" failed-check-httpcode="@(403)"'), "expression"],
    ["a case that is neither", check('name="X-Plan" ignore-case="1"', "a"), "unreadable"],
    ["an unknown attribute", check('name="X-Plan" values="a"'), "unknown-element"],
    ["text beside values", '<check-header name="X-Plan">gold</check-header>', "unreadable"],
  ];
  for (const [what, xml, code] of lost) it(`${what} is lost`, () => expectLost(read(xml, context()), code));
});

describe("values of headers that hold secrets", () => {
  const names = [
    ...[
      "Authorization",
      "Proxy-Authorization",
      "api-key",
      "x-api-key",
      "x-functions-key",
      "Ocp-Apim-Subscription-Key",
    ],
    ...["X-Shared-Secret", "X-Token", "x-password", "Cookie", "X-KEYS"],
  ];
  for (const name of names) {
    const variable = `\${env:HEADER_${name.toUpperCase().replaceAll("-", "_")}}`;
    it(`${name}: a literal value becomes a variable`, () =>
      expectRule(
        read(check(`name="${name}"`, "zq9-demo")),
        { kind: "header", name: name.toLowerCase(), values: [variable] },
        "secret",
      ));
  }

  const key = { kind: "header", name: "x-key" };
  const rows: readonly (readonly [
    what: string,
    values: readonly string[],
    expected: readonly string[],
    ...codes: string[],
  ])[] = [
    ["no value", [], []],
    [
      "several values",
      ["a", "b", "a"],
      ["${env:HEADER_X_KEY}", "${env:HEADER_X_KEY_2}", "${env:HEADER_X_KEY}"],
      "secret",
    ],
    ["a constant", ['@("a")'], ["${env:HEADER_X_KEY}"], "secret"],
    ["a named value that is not marked as secret", ["{{literal}}"], ["${env:HEADER_X_KEY}"], "secret"],
    ["a named value that is secret", ["{{hidden}}"], ["${env:HIDDEN}"], "secret"],
    ["a constant that is a secret named value", ['@("{{hidden}}")'], ["${env:HIDDEN}"], "secret"],
    ["a named value that is not in the input", ["{{gone}}"], ["${env:GONE}"], "named-value"],
    ["a placeholder", ["${gone}"], ["${env:GONE}"], "placeholder"],
    ["a text around a variable", ["Bearer {{hidden}}"], ["${env:HEADER_X_KEY}"], "secret"],
  ];
  for (const [what, values, expected, ...codes] of rows)
    it(`x-key: ${what}`, () =>
      expectRule(read(check('name="X-Key"', ...values), context()), { ...key, values: expected }, ...codes));

  it("a header whose name is not in the input counts as one", () =>
    expectRule(
      read(check('name="{{gone}}"', "a")),
      { kind: "header", name: "${env:GONE}", values: ["${env:HEADER_GONE}"] },
      ...["secret", "named-value"],
    ));

  it("a header of which a part of the name is not in the input counts as one", () =>
    expectRule(
      read(check('name="X-{{gone}}"', "a")),
      { kind: "header", name: "x-${env:GONE}", values: ["${env:HEADER_X_GONE}"] },
      ...["secret", "named-value"],
    ));

  it("a computed value is lost", () => {
    expectLost(read(check('name="X-Key"', "@(context.Api.Id)")), "expression");
    expectLost(read(check('name="X-Key"', "")), "unreadable");
  });
});
