import { expect } from "chai";
import { sanitize } from "#src/lib/sanitize.js";
import { profileOf } from "#src/evidence/tokens/issuers/entra-claims.js";
import { PRO_ID } from "../../../ids.js";
import { claims, read, token } from "./claims-of.js";
import { SECONDS } from "../../evidence-of.js";

describe("readEntraClaims: times are numbers of seconds (RFC 7519 §2)", () => {
  const accepted = [0, 1, SECONDS + 0.5, Number.MAX_SAFE_INTEGER];
  const refused = [
    undefined,
    null,
    -1,
    -0.5,
    `${SECONDS}`,
    "",
    true,
    [SECONDS],
    {},
    2 ** 53,
    1e308,
    Infinity,
    NaN,
  ];
  for (const claim of ["exp", "nbf", "iat"] as const) {
    const field = { exp: "expiresAt", nbf: "notBefore", iat: "issuedAt" }[claim] as "expiresAt";
    for (const value of accepted) {
      it(`${claim} ${value}: read`, () => {
        expect(token({ [claim]: value })[field]).to.equal(value);
      });
    }
    for (const value of refused) {
      it(`${claim} ${value === undefined ? "missing" : (JSON.stringify(value) ?? "")}: token_claims`, () => {
        expect(read({ [claim]: value })).to.include({ code: "token_claims" });
      });
    }
  }
  it("JSON reads 1e999 as Infinity, which is refused", () => {
    expect(read(JSON.parse('{"exp":1e999}') as object)).to.include({ code: "token_claims" });
  });
});

describe("readEntraClaims: the audience is one text", () => {
  for (const aud of [undefined, null, "", [], [PRO_ID], { 0: PRO_ID }, 1, true]) {
    it(`${aud === undefined ? "missing" : JSON.stringify(aud)}: token_claims`, () => {
      expect(read({ aud })).to.include({ code: "token_claims" });
    });
  }
});

describe("readEntraClaims: roles are a list of texts, or none", () => {
  const cases = [
    ["a list", ["A", "B"], ["A", "B"]],
    ["missing", undefined, []],
    ["an empty list", [], []],
    ["a text", "Product.Pro.All", []],
    ["an object", { 0: "Product.Pro.All", length: 1 }, []],
    ["a list with another type in it", ["Product.Pro.All", 1], []],
    ["a list in a list", [["Product.Pro.All"]], []],
    ["a member with a space is one role", ["A B"], ["A B"]],
  ] as const;
  for (const [name, roles, expected] of cases) {
    it(`${name}: ${JSON.stringify(expected)}`, () => {
      expect(token({ roles }).roles).to.deep.equal(expected);
    });
  }
});

describe("readEntraClaims: scp is split at spaces (U+0020) and nothing else", () => {
  const cases = [
    ["one", "A", ["A"]],
    ["two", "A B", ["A", "B"]],
    ["a doubled space", "A  B", ["A", "B"]],
    ["spaces around", " A B ", ["A", "B"]],
    ["empty", "", []],
    ["a tab", "A\tB", ["A\tB"]],
    ["a newline", "A\nB", ["A\nB"]],
    ["a no-break space", "A\u00a0B", ["A\u00a0B"]],
    ["a comma", "A,B", ["A,B"]],
  ] as const;
  for (const [name, scp, expected] of cases) {
    it(`${name}: ${JSON.stringify(expected)}`, () => {
      expect(token({ scp }).scopes).to.deep.equal(expected);
    });
  }
});

describe("readEntraClaims: groups are data (Entra, Configure group claims)", () => {
  const elsewhere = {
    _claim_names: { groups: "src1" },
    _claim_sources: { src1: { endpoint: "https://evil.example" } },
  };
  const cases = [
    ["a list", { groups: ["g1", "g2"] }, ["g1", "g2"]],
    ["none", {}, undefined],
    ["too many for the token", elsewhere, "unknown"],
    ["too many in the implicit flow", { hasgroups: true }, "unknown"],
    ["hasgroups as a text", { hasgroups: "true" }, undefined],
    ["another claim elsewhere", { _claim_names: { wids: "src1" } }, undefined],
    ["_claim_names of another type", { _claim_names: "groups" }, undefined],
    ["_claim_names null", { _claim_names: null }, undefined],
    ["a text", { groups: "g1" }, []],
    ["a list and a link", { groups: ["g1"], ...elsewhere }, ["g1"]],
  ] as const;
  for (const [name, over, expected] of cases) {
    it(`${name}: ${JSON.stringify(expected) ?? "absent"}`, () => {
      expect(token(over).groups).to.deep.equal(expected);
    });
  }
});

describe("profileOf: ver names the shape of a token", () => {
  const cases = [
    ["1.0", "entra-v1"],
    ["2.0", "entra-v2"],
    [2, undefined],
    ["2", undefined],
    ["2.0 ", undefined],
    [["2.0"], undefined],
    [undefined, undefined],
  ] as const;
  for (const [ver, expected] of cases) {
    it(`${JSON.stringify(ver) ?? "missing"}: ${expected ?? "unknown"}`, () => {
      expect(profileOf(claims({ ver }))).to.equal(expected);
    });
  }
  it("never from a prototype", () => {
    expect(profileOf(Object.create({ ver: "2.0" }) as Record<string, unknown>)).to.equal(undefined);
  });
});

describe("sanitize: a value from a token, for operators", () => {
  const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as unknown;
  const cases = [
    ["nothing", undefined, "nothing"],
    ["a text", "api://x", "api://x"],
    ["a list", ["a", 1], '["a",1]'],
    ["a line break, as log forging needs it", "a\r\nb\u0085c", "a??b?c"],
    ["a terminal's escape", "\u001b[31m", "?[31m"],
    ["a long text", "x".repeat(200), `${"x".repeat(120)}…`],
    [
      "a value nested 9,000 levels deep",
      JSON.parse(`${"[".repeat(9_000)}${"]".repeat(9_000)}`),
      "unprintable object",
    ],
    ["a value nested 20,000 levels deep", deep, "unprintable object"],
  ] as const;
  for (const [name, value, expected] of cases) {
    it(name, () => {
      expect(sanitize(value)).to.equal(expected);
    });
  }
});
