import { expect } from "chai";
import { InputError } from "#src/files/input-error.js";
import type { Meaning } from "#src/meaning/interpret.js";
import { documentOf, fragmentOf, inboundOf } from "../support/configuration.js";
import { check, base, include, demanded, of } from "./demanded.js";

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
