import { expect } from "chai";
import { inShort, inboundOf, configurationOf, documentOf, meaningOf } from "../support/configuration.js";
import { interpret } from "#src/meaning/interpret.js";

const limit = '<rate-limit calls="1" renewal-period="1" />';
const token =
  '<validate-jwt header-name="Authorization"><openid-config url="https://id.shop.example/m" /><audiences><audience>a</audience></audiences></validate-jwt>';
const denial = '<return-response><set-status code="403" /></return-response>';

describe("elements around access elements", () => {
  const table: readonly (readonly [name: string, elements: readonly string[], found: readonly string[]])[] = [
    ["an element that decides nothing is mentioned", ["<rewrite-uri template='/a' />"], ["info unrelated 2"]],
    ["a validation of content is mentioned", ["<validate-content />"], ["info schema 2"]],
    ["an element of no policy reference is lost", ["<check-headers />"], ["lost unknown-element 2"]],
    ["limits of tokens of language models are lost", ["<llm-token-limit />"], ["lost unsupported 2"]],
    ["… whatever the model", ["<azure-openai-token-limit />"], ["lost unsupported 2"]],
    ["cors differs", ["<cors />"], ["difference cors 2"]],
    ["jsonp is mentioned", ["<jsonp />"], ["info unrelated 2"]],
    [
      "validation of GraphQL that authorizes is lost",
      ["<validate-graphql-request><authorize /></validate-graphql-request>"],
      ["lost unsupported 2"],
    ],
    ["… and mentioned without that", ["<validate-graphql-request />"], ["info schema 2"]],
    [
      "retry around a rule is lost",
      [`<retry condition="@(true)">\n${limit}</retry>`],
      ["info condition 3", "lost condition 2"],
    ],
    [
      "… and around a denial",
      [`<retry condition="@(true)">\n${denial}</retry>`],
      ["info condition 3", "lost condition 2"],
    ],
    ["a retry without rules is nothing", ["<retry><forward-request /></retry>"], ["info unrelated 2"]],
    [
      "an access element in another element guards nothing",
      [`<trace>${limit}</trace>`],
      ["info unrelated 2", "lost section 2"],
    ],
    ["an answer without denial is mentioned", ["<return-response />"], ["info return-response 2"]],
    [
      "an answer with a computed status is lost",
      ['<return-response><set-status code="@(1)" /></return-response>'],
      ["lost expression 2"],
    ],
    [
      "an answer of a variable is lost",
      ['<return-response response-variable-name="r" />'],
      ["lost expression 2"],
    ],
    ["what is never reached is mentioned", [denial, `<wait>${limit}</wait>`], ["info unreachable 3"]],
    ["a missing fragment is lost", ['<include-fragment fragment-id="f" />'], ["lost fragment-missing 2"]],
    ["an include without a name is lost", ["<include-fragment />"], ["lost fragment-missing 2"]],
    ["a placeholder among elements is lost", ["${rules}"], ["lost template 1"]],
    ["text among elements is not", ["rules"], []],
    [
      "what changes the token before its rule is lost",
      ['<set-header name="authorization" exists-action="delete" />', token],
      ["info unrelated 2", "lost token-rewritten 2"],
    ],
    [
      "… also below a condition",
      ['<choose><when condition="@(x)"><set-header name="Authorization" /></when></choose>', token],
      ["info unrelated 2", "lost token-rewritten 2"],
    ],
    [
      "… but not what fills in",
      ['<set-header name="Authorization" exists-action="skip" />', token],
      ["info unrelated 2"],
    ],
    ["… nor another header", ['<set-header name="X-Authorization" />', token], ["info unrelated 2"]],
    ["… nor behind the rule", [token, '<set-header name="Authorization" />'], ["info unrelated 3"]],
    [
      "a query parameter likewise",
      [
        '<set-query-parameter name="t" />',
        token.replace("header-name", "query-parameter-name").replace("Authorization", "t"),
      ],
      ["info unrelated 2", "lost token-rewritten 2"],
    ],
  ];
  for (const [name, elements, found] of table)
    it(name, () => expect(inShort(meaningOf(...elements))).to.have.members(found));

  it("limit-concurrency is lost, and rules in it are read", () => {
    const meaning = meaningOf(`<limit-concurrency key="k" max-count="1">${limit}</limit-concurrency>`);
    expect(inShort(meaning)).to.deep.equal(["lost unsupported 2"]);
    expect(meaning.rules).to.have.length(1);
  });

  it("wait is lost around rules, and they are read", () => {
    const meaning = meaningOf(`<wait for="all">${limit}</wait>`);
    expect(inShort(meaning)).to.deep.equal(["lost condition 2"]);
    expect(meaning.rules).to.have.length(1);
  });

  it("what stands in one document behind an answer is no rule", () => {
    const meaning = meaningOf(denial, limit);
    expect(meaning.rules.map(({ rule }) => rule.kind)).to.deep.equal(["deny"]);
  });
});

describe("sections of a document", () => {
  const of = (text: string) => interpret(configurationOf({ documents: [documentOf("document", text)] }));

  for (const section of ["backend", "outbound", "on-error"])
    it(`an access element in ${section} is lost, at any depth`, () => {
      const text = `<policies><inbound/><${section}><choose><otherwise>${limit}</otherwise></choose></${section}></policies>`;
      const meaning = of(text);
      expect(inShort(meaning)).to.deep.equal(["lost section 1"]);
      expect(meaning.rules).to.deep.equal([]);
    });

  it("an access element beside the sections is lost", () =>
    expect(inShort(of(`<policies>${limit}</policies>`))).to.deep.equal(["lost section 1"]));

  it("an unknown section is lost, and access elements in it", () =>
    expect(inShort(of(`<policies><in>${limit}</in></policies>`))).to.deep.equal([
      "lost unknown-element 1",
      "lost section 1",
    ]));

  it("a fragment that guards is lost in another section", () => {
    const meaning = interpret(
      configurationOf({
        documents: [
          documentOf(
            "document",
            '<policies><outbound><include-fragment fragment-id="f"/></outbound></policies>',
          ),
          documentOf("fragment:f", `<fragment>${limit}</fragment>`),
        ],
      }),
    );
    expect(inShort(meaning)).to.deep.equal(["lost section 1"]);
  });

  it("on-error differs when it changes answers of a document with rules", () => {
    const onError =
      "<on-error><choose><when condition='@(x)'><set-body>a</set-body></when></choose></on-error>";
    expect(inShort(of(`<policies><inbound>${limit}</inbound>\n${onError}</policies>`))).to.deep.equal([
      "difference on-error 2",
    ]);
    expect(inShort(of(`<policies><inbound/>${onError}</policies>`))).to.deep.equal([]);
    expect(
      inShort(of(`<policies><inbound>${limit}</inbound><on-error><trace source="a"/></on-error></policies>`)),
    ).to.deep.equal([]);
  });

  it("access elements of a resolver are lost and hold the API", () => {
    const documents = [documentOf("resolver:shop/Query-a", `<http-data-source>${limit}</http-data-source>`)];
    const { findings, rules } = interpret(
      configurationOf({
        documents: [{ ...documents[0]!, text: `<policies><inbound>${limit}</inbound></policies>` }],
      }),
    );
    expect(findings.map(({ code, holds }) => [code, holds])).to.deep.equal([
      ["resolver-policy", ["api:shop"]],
    ]);
    expect(rules).to.deep.equal([]);
  });

  it("limits by subscription in a fragment are lost where the global document includes it", () => {
    const meaning = interpret(
      configurationOf({
        documents: [
          inboundOf("global", '<include-fragment fragment-id="f" />'),
          documentOf("fragment:f", `<fragment>${limit}</fragment>`),
        ],
      }),
    );
    expect(inShort(meaning)).to.deep.equal(["lost section 2"]);
    expect(meaning.findings[0]?.holds).to.deep.equal(["global"]);
  });
});
