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
    ["… beside other text as well", ["rules of ${stage} here"], ["lost template 1"]],
    ["… and a named value", ["{{rules}}"], ["lost template 1"]],
    [
      "… also below a condition",
      ["<choose>\n<otherwise>{{rules}}</otherwise></choose>"],
      ["lost template 3"],
    ],
    ["… but not in an element that has text", ["<set-method>{{method}}</set-method>"], ["info unrelated 2"]],
    ["set-header without a name is mentioned", ["<set-header />", token], ["info unrelated 2"]],
    [
      "set-header appends without changing what is there",
      ['<set-header name="Authorization" exists-action="append" />', token],
      ["info unrelated 2"],
    ],
    [
      "a retry with other losses keeps them",
      ['<retry condition="@(x)">\n<unheard-of /></retry>'],
      ["lost unknown-element 3"],
    ],
    ["a wait without rules is nothing", ["<wait><send-request /></wait>"], ["info unrelated 2"]],
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

  it("an answer within limit-concurrency ends the document", () => {
    const meaning = meaningOf(
      `<limit-concurrency key="k" max-count="1">${denial}</limit-concurrency>`,
      limit,
    );
    expect(inShort(meaning)).to.deep.equal(["lost unsupported 2", "info unreachable 3"]);
  });

  it("a retry does not end the document, whatever stands in it", () => {
    const meaning = meaningOf(`<retry condition="@(true)">${denial}</retry>`, limit);
    expect(meaning.rules.map(({ rule }) => rule.kind)).to.deep.equal(["rate"]);
  });

  it("only elements behind an answer are never reached", () => {
    const meaning = meaningOf(limit, denial, limit);
    expect(inShort(meaning)).to.deep.equal(["info unreachable 4"]);
    expect(meaning.rules).to.have.length(2);
  });

  it("a counter by a claim is verified behind a token rule without condition", () => {
    const counter = `<rate-limit-by-key calls="1" renewal-period="1" counter-key='@(context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt()?.Subject)' />`;
    const below = `<choose><when condition='@(context.Request.Method == "GET")'>${token}</when></choose>`;
    expect(inShort(meaningOf(token, counter))).to.deep.equal([]);
    expect(inShort(meaningOf(counter, token))).to.deep.equal(["difference unverified-claim 2"]);
    expect(inShort(meaningOf(limit, counter))).to.deep.equal(["difference unverified-claim 3"]);
    expect(inShort(meaningOf(below, counter))).to.deep.equal(["difference unverified-claim 3"]);
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

  it("a section alone is read", () => {
    const meaning = of(`<inbound>${limit}</inbound>`);
    expect(inShort(meaning)).to.deep.equal([]);
    expect(meaning.rules).to.have.length(1);
    expect(inShort(of(`<outbound>${limit}</outbound>`))).to.deep.equal(["lost section 1"]);
  });

  it("a fragment without guards, or one that is missing, is nothing in another section", () => {
    const include = (name: string): string => `<include-fragment fragment-id="${name}"/>`;
    const documents = [
      documentOf(
        "document",
        `<policies><outbound>${include("f")}${include("g")}<include-fragment/></outbound></policies>`,
      ),
      documentOf("fragment:f", "<fragment/>"),
    ];
    expect(inShort(interpret(configurationOf({ documents })))).to.deep.equal([]);
  });

  it("what a comment holds and what was encoded twice is mentioned", () => {
    const text = `<policies><inbound>\n<!-- ${limit} -->\n<set-variable name="a" value="@(&amp;quot;a&amp;quot;)" /></inbound></policies>`;
    const meaning = of(text);
    expect(inShort(meaning)).to.have.members([
      "info commented-out 2",
      "info double-encoded 3",
      "info unrelated 3",
    ]);
    expect(meaning.findings.find(({ code }) => code === "commented-out")?.element).to.equal("rate-limit");
  });

  for (const change of ["<return-response />", '<set-status code="500" />', "<set-body>a</set-body>"])
    it(`on-error differs behind a fragment with rules when it has ${change}`, () => {
      const of2 = (fragment: string) =>
        interpret(
          configurationOf({
            documents: [
              documentOf(
                "document",
                `<policies><inbound><cors /><include-fragment fragment-id="f"/></inbound><on-error>${change}</on-error></policies>`,
              ),
              documentOf("fragment:f", `<fragment>${fragment}</fragment>`),
            ],
          }),
        ).findings.map(({ code }) => code);
      expect(of2(limit)).to.deep.equal(["cors", "on-error"]);
      expect(of2("")).to.deep.equal(["cors"]);
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

  describe("limits by subscription in a fragment", () => {
    const of3 = (scope: "global" | "api:a", element: string) =>
      interpret(
        configurationOf({
          documents: [
            inboundOf(scope, '<include-fragment fragment-id="f" />'),
            documentOf("fragment:f", `<fragment>${element}</fragment>`),
          ],
        }),
      );
    for (const element of [limit, '<quota calls="1" renewal-period="300" />'])
      it(`are lost where the global document includes it: ${element}`, () => {
        const meaning = of3("global", element);
        expect(inShort(meaning)).to.deep.equal(["lost section 2"]);
        expect(meaning.findings[0]?.holds).to.deep.equal(["global"]);
      });
    it("are carried elsewhere", () => expect(inShort(of3("api:a", limit))).to.deep.equal([]));
    it("are not looked for in other elements", () =>
      expect(inShort(of3("global", '<check-header name="A" failed-check-httpcode="400" />'))).to.deep.equal(
        [],
      ));
  });
});
