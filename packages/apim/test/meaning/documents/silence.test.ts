import { expect } from "chai";
import { interpret } from "#src/meaning/interpret.js";
import {
  apiOf,
  configurationOf,
  documentOf,
  inboundOf,
  inShort,
  meaningOf,
  productOf,
} from "../support/configuration.js";

const header = (name = "x-a"): string =>
  `<check-header name="${name}" failed-check-httpcode="400" failed-check-error-message="x" ignore-case="true" />`;
const loud = (...elements: readonly string[]): readonly string[] =>
  inShort(meaningOf(...elements)).filter((finding) => !finding.startsWith("info"));

describe("nothing that guards is passed over in silence:", () => {
  it("an access element inside of an answer", () =>
    expect(loud(`<return-response><set-status code="200" />${header()}</return-response>`)).to.deep.equal([
      "lost section 2",
    ]));

  it("a named value where elements stand, whether it is in the input or not", () => {
    for (const namedValues of [
      [],
      [{ name: "rules", displayName: "rules", value: header(), isSecret: false }],
    ])
      expect(
        inShort(interpret(configurationOf({ namedValues, documents: [inboundOf("document", "{{rules}}")] }))),
      ).to.deep.equal(["lost template 1"]);
  });

  const rewritten = (name: string): string =>
    `<set-header name="${name}" exists-action="override"><value>@(context.Request.IpAddress)</value></set-header>`;
  const limit = (key: string): string =>
    `<rate-limit-by-key calls="5" renewal-period="60" counter-key="@(${key})" />`;
  const sent = 'context.Request.Headers.GetValueOrDefault("X-Client","")';
  const rules: Readonly<Record<string, string>> = {
    "a demanded header": header("x-client"),
    "the key of a counter": limit(sent),
    "a part of the key of a counter": limit(`context.Subscription?.Id ?? ${sent}`),
    "a joined part of it": limit(`context.Api.Id + ${sent}`),
  };
  for (const [name, rule] of Object.entries(rules))
    it(`${name} that the document sets before the rule`, () => {
      expect(loud(rewritten("X-Client"), rule)).to.deep.equal(["lost token-rewritten 2"]);
      expect(loud(rule, rewritten("X-Client"))).to.deep.equal([]);
      expect(loud(rewritten("X-Other"), rule)).to.deep.equal([]);
    });

  describe("a document beside a service that belongs to nothing", () => {
    const found = (source: string, text: string) => {
      const document = { ...documentOf("document", text), source };
      const configuration = configurationOf({
        apis: [apiOf("orders")],
        products: [{ ...productOf("big-plan"), nameInService: "big plan" }],
        documents: [document],
      });
      return interpret(configuration).findings.map(({ severity, code, holds }) => [severity, code, holds]);
    };
    const rule = `<policies><inbound>${header()}</inbound></policies>`;
    it("is a difference", () =>
      expect(found("samples/a.xml", rule)).to.deep.equal([["difference", "scope-missing", undefined]]));
    it("holds the API or product in whose folder it lies", () => {
      const held = (scope: string) => [["lost", "scope-missing", [scope]]];
      expect(found("apim/apis/orders/policy.xml.tpl", rule)).to.deep.equal(held("api:orders"));
      expect(found("apis/orders/operations/list/p.xml", rule)).to.deep.equal(held("api:orders"));
      expect(found("products/big plan/policies.xml", rule)).to.deep.equal(held("product:big-plan"));
    });
    it("is nothing without rules", () =>
      expect(found("apis/orders/a.xml", "<policies><inbound><base /></inbound></policies>")).to.deep.equal(
        [],
      ));
  });
});
