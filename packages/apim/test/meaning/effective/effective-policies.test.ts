import { expect } from "chai";
import type { Meaning } from "#src/meaning/interpret.js";
import { apiOf, documentOf, fragmentOf, inboundOf, inShort } from "../support/configuration.js";
import { check, base, include, end, demanded, of } from "./demanded.js";

describe("effective policies", () => {
  it("follow base through operation, API, product and global", () => {
    const meaning = of({
      documents: [
        inboundOf("global", check("a")),
        inboundOf("product:p", check("b"), base),
        inboundOf("api:x", base, check("c")),
        inboundOf("operation:x/o", check("d"), base, check("e")),
      ],
    });
    expect(demanded(meaning)).to.deep.equal({
      "x/* api": "a c",
      "x/* product:p": "b a c",
      "x/o api": "d a c e",
      "x/o product:p": "d b a c e",
    });
  });

  it("drop broader scopes without base, and mention it where these have rules", () => {
    const meaning = of({
      documents: [
        inboundOf("product:p", check("b")),
        inboundOf("api:x", check("c")),
        inboundOf("operation:x/o"),
      ],
    });
    expect(demanded(meaning)).to.deep.equal({
      "x/* api": "c",
      "x/* product:p": "c",
      "x/o api": "",
      "x/o product:p": "",
    });
    const missing = meaning.findings.filter(({ code }) => code === "base-missing").map(({ at }) => at);
    expect(missing).to.have.members(["api:x", "operation:x/o"]);
  });

  it("take base in another section for no base", () => {
    const text = "<policies><inbound/><outbound><base /></outbound></policies>";
    const meaning = of({ documents: [inboundOf("global", check("a")), documentOf("api:x", text)] });
    expect(meaning.findings.map(({ code, at }) => [code, at])).to.deep.equal([["base-missing", "api:x"]]);
  });

  it("go on as without a document that cannot be read, and hold its scope", () => {
    const documents = [inboundOf("global", check("a")), documentOf("operation:x/o", "<policies>")];
    const operations = [{ name: "o", method: "GET", urlTemplate: "/" }];
    const meaning = of({ documents, apis: [apiOf("x", { operations })], products: [] });
    expect(demanded(meaning)).to.deep.equal({ "x/* api": "a", "x/o api": "a" });
    expect(meaning.findings.map(({ code, holds }) => [code, holds])).to.deep.equal([
      ["unreadable", ["api:x"]],
    ]);
  });

  it("have no finding of an unknown operation for a document that cannot be read", () => {
    const meaning = of({ documents: [documentOf("operation:x/o", "<policies>")] });
    expect(
      meaning.findings.filter(({ severity }) => severity === "lost").map(({ code }) => code),
    ).to.deep.equal(["unreadable"]);
  });

  it("treat a scope without document as base", () =>
    expect(
      demanded(of({ documents: [inboundOf("global", check("a")), inboundOf("operation:x/o", base)] })),
    ).to.deep.equal({
      "x/* api": "a",
      "x/* product:p": "a",
      "x/o api": "a",
      "x/o product:p": "a",
    }));

  it("end at an answer, also one of a broader scope or fragment", () => {
    const meaning = of({
      products: [],
      apis: [apiOf("x")],
      documents: [
        inboundOf("global", check("a"), include("f"), check("z")),
        fragmentOf("f", end, check("y")),
        inboundOf("api:x", base, check("c")),
      ],
    });
    expect(demanded(meaning)).to.deep.equal({ "x/* api": "a 403" });
    expect(meaning.rules.map(({ at }) => at)).to.have.members([
      "global:2",
      "global:4",
      "fragment:f:2",
      "api:x:3",
    ]);
  });

  it("have fragments wherever they are included; their rules are listed once", () => {
    const meaning = of({
      documents: [
        inboundOf("global", include("f")),
        inboundOf("api:x", base, include("g")),
        fragmentOf("f", check("a")),
        fragmentOf("g", check("b"), include("f")),
      ],
    });
    expect(demanded(meaning)).to.deep.equal({ "x/* api": "a b a", "x/* product:p": "a b a" });
    expect(meaning.rules).to.have.length(2);
  });

  it("lose base below a condition where broader scopes have rules", () => {
    const conditional = `<choose><when condition="@(context.Request.Method == &quot;GET&quot;)">${base}</when></choose>`;
    const withRules = of({ documents: [inboundOf("global", check("a")), inboundOf("api:x", conditional)] });
    expect(inShort(withRules)).to.deep.equal(["lost condition 2"]);
    expect(withRules.findings[0]?.holds).to.deep.equal(["api:x"]);
    expect(inShort(of({ documents: [inboundOf("global"), inboundOf("api:x", conditional)] }))).to.deep.equal(
      [],
    );
  });

  it("give the same variables whatever the order of documents", () => {
    const secret = (value: string): string =>
      `<check-header name="X-Key" failed-check-httpcode="400"><value>${value}</value></check-header>`;
    const documents = ["a", "b", "c"].map((name) => inboundOf(`api:${name}`, secret(name)));
    const rules = of({ documents }).rules;
    expect(of({ documents: documents.toReversed() }).rules).to.deep.equal(rules);
    expect(rules.map(({ rule }) => rule.kind === "header" && rule.values)).to.deep.equal([
      ["${env:HEADER_X_KEY}"],
      ["${env:HEADER_X_KEY_2}"],
      ["${env:HEADER_X_KEY_3}"],
    ]);
  });

  it("find a change of the token in a broader scope", () => {
    const token =
      '<validate-jwt header-name="Authorization"><openid-config url="https://id.shop.example/m" /><audiences><audience>a</audience></audiences></validate-jwt>';
    const change = '<set-header name="Authorization" exists-action="delete" />';
    const of2 = (...elements: readonly string[]): Meaning =>
      of({ documents: [inboundOf("global", change), inboundOf("api:x", ...elements)] });
    const below = '<choose><when condition="@(x)"><include-fragment fragment-id="f" /></when></choose>';
    const inFragment = of({
      documents: [fragmentOf("f", change, "<return-response />"), inboundOf("api:x", below, token)],
    });
    expect(
      inFragment.findings.filter(({ severity }) => severity === "lost").map(({ at, holds }) => [at, holds]),
    ).to.deep.equal([["fragment:f:2", ["api:x"]]]);
    expect(inFragment.effective.map(({ rules }) => rules)).to.deep.equal([["api:x:3"], ["api:x:3"]]);
    expect(of2(base, token).findings.filter(({ severity }) => severity === "lost")).to.have.length(1);
    expect(of2(token, base).findings.filter(({ severity }) => severity === "lost")).to.have.length(0);
  });
});
