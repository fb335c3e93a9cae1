import { expect } from "chai";
import { configurationOf, fragmentOf, inboundOf, inShort, meaningOf } from "../support/configuration.js";
import { interpret } from "#src/meaning/interpret.js";

const limit = '<rate-limit calls="1" renewal-period="1" />';
const deny = (code: number): string => `<return-response><set-status code="${code}" /></return-response>`;
const when = (condition: string, ...inner: readonly string[]): string =>
  `<when condition="@(${condition})">${inner.join("\n")}</when>`;
const choose = (...branches: readonly string[]): string => `<choose>${branches.join("\n")}</choose>`;
const isGet = 'context.Request.Method == "GET"';
const isPost = 'context.Request.Method == "POST"';

describe("branches of choose", () => {
  it("a rule has the conditions of its branch, and the negation of those before it", () => {
    const { rules } = meaningOf(choose(when(isGet), when(isPost, limit), `<otherwise>${limit}</otherwise>`));
    expect(rules.map((rule) => rule.when)).to.deep.equal([
      { all: [{ not: { method: ["GET"] } }, { method: ["POST"] }] },
      { all: [{ not: { method: ["GET"] } }, { not: { method: ["POST"] } }] },
    ]);
  });

  it("conditions of nested branches all hold", () => {
    const { rules } = meaningOf(
      choose(when(isGet, choose(when('context.Operation.Id == "a" && context.Api.Id == "b"', limit)))),
    );
    expect(rules.map((rule) => rule.when)).to.deep.equal([
      { all: [{ method: ["GET"] }, { operation: ["a"] }, { api: ["b"] }] },
    ]);
  });

  it("an unknown condition makes all branches after it unknown", () =>
    expect(inShort(meaningOf(choose(when("a", "<trace/>"), when(isGet, limit))))).to.deep.equal([
      "info unrelated 2",
      "lost condition 3",
    ]));

  it("branches without rules or denials are nothing", () =>
    expect(inShort(meaningOf(choose(when("a"), "<otherwise/>")))).to.deep.equal([]));

  it("what is no branch is lost", () =>
    expect(inShort(meaningOf(choose(limit)))).to.deep.equal(["lost condition 2"]));

  it("a rule behind a denial in its branch is never reached", () => {
    const meaning = meaningOf(choose(when(isGet, deny(403), limit)), limit);
    expect(inShort(meaning)).to.deep.equal(["info unreachable 3"]);
    expect(meaning.rules.map(({ rule }) => rule.kind)).to.deep.equal(["deny", "rate"]);
  });

  for (const [status, found] of [
    [429, "lost condition 2"],
    [404, "info return-response 2"],
    [200, "info return-response 2"],
  ] as const)
    it(`an answer ${status} in a branch: ${found}`, () =>
      expect(inShort(meaningOf(choose(when(isGet, deny(status)))))).to.deep.equal([found]));

  it("an answer with a computed status in a branch is lost", () =>
    expect(
      inShort(meaningOf(choose(when(isGet, '<return-response response-variable-name="r" />')))),
    ).to.deep.equal(["lost condition 2"]));

  it("a rule under a condition that a rule cannot carry is lost", () =>
    expect(inShort(meaningOf(choose(when('context.Request.Headers.ContainsKey("A")', limit))))).to.deep.equal(
      ["lost condition 2"],
    ));

  it("a when without condition is unknown", () =>
    expect(inShort(meaningOf(choose(`<when>${limit}</when>`)))).to.deep.equal(["lost condition 2"]));

  it("a denial by address differs behind a proxy", () => {
    const meaning = meaningOf(choose(when('context.Request.IpAddress != "1.1.1.1"', deny(403))));
    expect(meaning.rules[0]?.rule.kind).to.equal("ip");
    expect(inShort(meaning)).to.deep.equal(["difference client-ip 2"]);
  });

  it("a denial by claims needs the variable of a token element, wherever that stands", () => {
    const lacks = '!((Jwt)context.Variables["jwt"]).Claims["roles"].Contains("a")';
    const of = (token: string) =>
      interpret(
        configurationOf({
          documents: [
            inboundOf("global", `<${token} output-token-variable-name="jwt" />`),
            inboundOf("api:x", choose(when(lacks, deny(403)))),
          ],
        }),
      ).rules.map(({ rule }) => rule.kind);
    expect(of("validate-jwt")).to.deep.equal(["claim"]);
    expect(of("validate-azure-ad-token")).to.deep.equal(["claim"]);
    expect(of("get-authorization-context")).to.deep.equal([]);
  });

  it("a denial under an unknown condition is lost", () =>
    expect(inShort(meaningOf(choose(when("a", deny(401)))))).to.deep.equal(["lost condition 2"]));

  it("more comparisons than a report can repeat are an unknown condition", () => {
    const many = Array.from({ length: 51 }, (_, index) => `context.Api.Id == "a${index}"`).join(" || ");
    expect(inShort(meaningOf(choose(when(many, limit))))).to.deep.equal(["lost condition 2"]);
  });

  it("a fragment that guards is lost below a condition", () => {
    const include = '<include-fragment fragment-id="f" />';
    const of = (...elements: readonly string[]) =>
      interpret(
        configurationOf({
          documents: [inboundOf("document", choose(when(isGet, include))), fragmentOf("f", ...elements)],
        }),
      );
    expect(inShort(of(limit))).to.deep.equal(["lost condition 2"]);
    expect(inShort(of(deny(401)))).to.deep.equal(["lost condition 2"]);
    expect(inShort(of(deny(429)))).to.include("lost condition 2");
    expect(inShort(of('<return-response response-variable-name="r" />'))).to.include("lost condition 2");
    expect(inShort(of("<llm-token-limit />"))).to.include("lost condition 2");
    expect(inShort(of("<limit-concurrency><trace /></limit-concurrency>"))).to.include("lost condition 2");
    expect(inShort(of("<trace />"))).to.deep.equal(["info unrelated 2"]);
    expect(of("<trace />", deny(404)).rules).to.deep.equal([]);
    expect(inShort(of(deny(404)))).to.deep.equal(["info return-response 2"]);
    expect(inShort(of('<include-fragment fragment-id="f" />'))).not.to.include("lost condition 2");
  });
});

describe("named values in conditions", () => {
  const isFront = 'context.Request.Headers.GetValueOrDefault("X-Front", "") != "{{front}}"';
  const of = (namedValues: Parameters<typeof configurationOf>[0]["namedValues"]) =>
    interpret(
      configurationOf({
        documents: [inboundOf("document", choose(when(isFront, deny(403))))],
        ...(namedValues && { namedValues }),
      }),
    );
  const rule = (value: string) => [{ kind: "header", name: "x-front", values: [value], status: 403 }];

  it("a plain value is put in", () => {
    const meaning = of([{ name: "n", displayName: "front", value: "door", isSecret: false }]);
    expect(meaning.rules.map((placed) => placed.rule)).to.deep.equal(rule("door"));
    expect(inShort(meaning)).to.deep.equal([]);
  });

  it("a secret one is a variable", () => {
    const meaning = of([{ name: "n", displayName: "front", value: "hidden-7", isSecret: true }]);
    expect(meaning.rules.map((placed) => placed.rule)).to.deep.equal(rule("${env:FRONT}"));
    expect(inShort(meaning)).to.deep.equal(["difference secret 2"]);
    expect(JSON.stringify(meaning)).not.to.include("hidden-7");
  });

  it("one that is not in the input is a variable", () => {
    const meaning = of([]);
    expect(meaning.rules.map((placed) => placed.rule)).to.deep.equal(rule("${env:FRONT}"));
    expect(inShort(meaning)).to.deep.equal(["difference named-value 2"]);
  });

  it("a literal value of a header for secrets is a variable", () => {
    const condition = 'context.Request.Headers.GetValueOrDefault("X-Api-Key", "") != "hidden-8"';
    const meaning = meaningOf(choose(when(condition, deny(401))));
    expect(meaning.rules.map((placed) => placed.rule)).to.deep.equal([
      { kind: "header", name: "x-api-key", values: ["${env:HEADER_X_API_KEY}"], status: 401 },
    ]);
    expect(inShort(meaning)).to.deep.equal(["difference secret 2"]);
  });

  it("a variable in the header for secrets stays as it is", () => {
    const condition = 'context.Request.Headers.GetValueOrDefault("X-Api-Key", "") != "{{a}}{{b_2}}"';
    const meaning = meaningOf(choose(when(condition, deny(401))));
    expect(meaning.rules.map((placed) => placed.rule)).to.deep.equal([
      { kind: "header", name: "x-api-key", values: ["${env:A}${env:B_2}"], status: 401 },
    ]);
    expect(inShort(meaning)).to.deep.equal(["difference named-value 2"]);
  });

  it("text around a variable in the header for secrets is hidden with it", () => {
    for (const value of ["x{{a}}", "{{a}}x"]) {
      const condition = `context.Request.Headers.GetValueOrDefault("X-Api-Key", "") != "${value}"`;
      expect(JSON.stringify(meaningOf(choose(when(condition, deny(401)))).rules)).to.include(
        '"${env:HEADER_X_API_KEY}"',
      );
    }
  });

  it("two literal values of one header are two variables", () => {
    const isNot = (value: string): string =>
      `context.Request.Headers.GetValueOrDefault("X-Api-Key", "") != "${value}"`;
    const [placed] = meaningOf(choose(when(`${isNot("one")} && ${isNot("two")}`, deny(401)))).rules;
    expect(placed?.rule).to.deep.include({
      values: ["${env:HEADER_X_API_KEY}", "${env:HEADER_X_API_KEY_2}"],
    });
  });

  it("a redacted value is no value", () =>
    expect(
      inShort(meaningOf(choose(when(isFront.replace("{{front}}", "*** REDACTED ***"), deny(403))))),
    ).to.deep.equal(["lost condition 2"]));

  it("a deployment placeholder makes the condition unknown", () =>
    expect(
      inShort(meaningOf(choose(when(isFront.replace("{{front}}", "${front}"), deny(403))))),
    ).to.deep.equal(["lost condition 2"]));
});
