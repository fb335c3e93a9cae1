import { expect } from "chai";
import type { Configuration } from "#src/configuration/configuration.js";
import { InputError } from "#src/files/input-error.js";
import { interpret, type Meaning } from "#src/meaning/interpret.js";
import {
  apiOf,
  configurationOf,
  documentOf,
  fragmentOf,
  inboundOf,
  inShort,
  productOf,
} from "../support/configuration.js";

const check = (name: string): string => `<check-header name="${name}" failed-check-httpcode="400" />`;
const base = "<base />";
const include = (name: string): string => `<include-fragment fragment-id="${name}" />`;
const end = '<return-response><set-status code="403" /></return-response>';

/** Names of headers that are demanded, in order, by `api/operation context`; `403` for a denial. */
function demanded({ effective, rules }: Meaning): Readonly<Record<string, string>> {
  const names = new Map(rules.map(({ at, rule }) => [at, rule.kind === "header" ? rule.name : "403"]));
  return Object.fromEntries(
    effective.map(({ api, operation, context, rules: places }) => [
      `${api}/${operation} ${context}`,
      places.map((place) => names.get(place)).join(" "),
    ]),
  );
}

const of = (parts: Partial<Configuration>): Meaning =>
  interpret(
    configurationOf({ apis: [apiOf("x", { products: ["p"] })], products: [productOf("p")], ...parts }),
  );

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

describe("fragments", () => {
  const nested = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      fragmentOf(`f${index}`, check(`h${index}`), ...(index > 0 ? [include(`f${index - 1}`)] : [])),
    );
  const lost = (meaning: Meaning) =>
    meaning.findings
      .filter(({ severity }) => severity === "lost")
      .map(({ code, at, holds }) => [code, at, holds]);

  it("are read to a depth of 8", () => {
    const meaning = of({ documents: [inboundOf("api:x", include("f7")), ...nested(8)] });
    expect(demanded(meaning)["x/* api"]).to.equal("h7 h6 h5 h4 h3 h2 h1 h0");
    expect(lost(meaning)).to.deep.equal([]);
  });

  it("that stand deeper make the document unreadable", () =>
    expect(lost(of({ documents: [inboundOf("api:x", include("f8")), ...nested(9)] }))).to.deep.equal([
      ["unreadable", "api:x:1", ["api:x"]],
    ]));

  it("that include each other are unreadable and hold what includes them", () => {
    const meaning = of({
      documents: [
        inboundOf("operation:x/o", include("a")),
        fragmentOf("a", include("b"), check("a")),
        fragmentOf("b", include("c")),
        fragmentOf("c", include("b")),
      ],
    });
    expect(lost(meaning).filter(([code]) => code === "unreadable")).to.have.deep.members([
      ["unreadable", "fragment:b:1", ["api:x"]],
      ["unreadable", "fragment:c:1", ["api:x"]],
    ]);
  });

  it("with a loss hold all scopes that include them, through others as well", () => {
    const meaning = of({
      documents: [
        inboundOf("api:x", include("a")),
        inboundOf("product:p", base, include("b")),
        fragmentOf("a", include("b")),
        fragmentOf("b", "<unheard-of />"),
      ],
    });
    expect(lost(meaning)).to.deep.equal([["unknown-element", "fragment:b:2", ["api:x", "product:p"]]]);
  });

  it("hold what includes them for findings of the input as well", () => {
    const found = { severity: "lost", code: "policy-link", at: "main.json#fragment:b", text: "t" } as const;
    const meaning = of({
      documents: [inboundOf("api:x", include("a")), fragmentOf("a", include("b")), fragmentOf("b")],
      findings: [
        { ...found, holds: ["fragment:b"] },
        { ...found, at: "main.json#product:p", holds: ["product:p"] },
        { ...found, severity: "info", code: "metadata" },
      ],
    });
    expect(meaning.findings.map(({ code, holds }) => [code, holds])).to.deep.equal([
      ["policy-link", ["api:x"]],
      ["policy-link", ["product:p"]],
      ["metadata", undefined],
    ]);
  });

  it("that guard by others are lost below a condition", () => {
    const conditional = '<choose><when condition="@(x)"><include-fragment fragment-id="a" /></when></choose>';
    const of2 = (...inner: readonly string[]) =>
      lost(
        of({
          documents: [
            inboundOf("api:x", conditional),
            fragmentOf("a", include("b")),
            fragmentOf("c", include("b")),
            fragmentOf("b", ...inner),
          ],
        }),
      );
    expect(of2(check("h"))).to.deep.equal([["condition", "api:x:2", ["api:x"]]]);
    expect(of2("<trace />")).to.deep.equal([]);
    expect(
      lost(of({ documents: [inboundOf("api:x", conditional), documentOf("fragment:a", "<fragment>")] })),
    ).to.have.deep.members([
      ["unreadable", "fragment:a:1", ["api:x"]],
      ["condition", "api:x:2", ["api:x"]],
    ]);
  });

  it("that no document includes hold nothing", () =>
    expect(lost(of({ documents: [fragmentOf("a", "<unheard-of />")] }))).to.deep.equal([
      ["unknown-element", "fragment:a:2", []],
    ]));

  it("cannot have base", () =>
    expect(lost(of({ documents: [fragmentOf("a", base)] }))).to.deep.equal([
      ["unknown-element", "fragment:a:2", []],
    ]));

  it("that cannot be read hold what includes them, and are not missing", () =>
    expect(
      lost(of({ documents: [inboundOf("api:x", include("a")), documentOf("fragment:a", "<fragment>")] })),
    ).to.deep.equal([["unreadable", "fragment:a:1", ["api:x"]]]));

  it("that multiply each other end", () => {
    const documents = [
      inboundOf("api:x", include("f7")),
      ...Array.from({ length: 8 }, (_, index) =>
        fragmentOf(
          `f${index}`,
          check("h"),
          ...Array.from({ length: index > 0 ? 50 : 0 }, () => include(`f${index - 1}`)),
        ),
      ),
    ];
    expect(() => of({ documents })).to.throw(InputError, "more often");
  });
});

describe("operations", () => {
  const lostCodes = (meaning: Meaning) =>
    meaning.findings.filter(({ severity }) => severity === "lost").map(({ code }) => code);
  const documents = [inboundOf("operation:x/o", check("a"))];

  it("without a known method are lost when they have rules", () => {
    const { findings } = of({ documents });
    expect(findings).to.deep.include({
      severity: "lost",
      code: "operation-unknown",
      at: "operation:x/o",
      text: "Its method and path are not in the input.",
      holds: ["api:x"],
    });
  });

  it("… and mentioned when they have none", () =>
    expect(
      of({ documents: [inboundOf("operation:x/o", base)] }).findings.map(({ severity, code }) => [
        severity,
        code,
      ]),
    ).to.deep.equal([["info", "operation-unknown"]]));

  it("… and lost when a fragment has them", () =>
    expect(
      lostCodes(of({ documents: [inboundOf("operation:x/o", include("f")), fragmentOf("f", check("a"))] })),
    ).to.deep.equal(["operation-unknown"]));

  it("… or when these are lost", () =>
    expect(lostCodes(of({ documents: [inboundOf("operation:x/o", "<validate-jwt />")] }))).to.include(
      "operation-unknown",
    ));

  it("with one are neither", () => {
    const apis = [apiOf("x", { operations: [{ name: "o", method: "GET", urlTemplate: "/" }] })];
    expect(of({ apis, products: [], documents }).findings).to.deep.equal([]);
  });

  it("with rules differ in APIs that are not plain HTTP", () => {
    const apis = [
      apiOf("x", { type: "graphql", operations: [{ name: "o", method: "GET", urlTemplate: "/" }] }),
    ];
    expect(of({ apis, products: [], documents }).findings.map(({ code, at }) => [code, at])).to.deep.equal([
      ["api-type", "x.json"],
    ]);
  });
});
