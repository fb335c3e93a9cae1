import { expect } from "chai";
import type { VerifiedToken } from "#src/index.js";
import {
  audiencesIn,
  readOpenIdClaims,
  type ClaimPlaces,
} from "#src/evidence/tokens/issuers/openid-claims.js";
import { ISSUER, ORDERS, openIdClaims } from "./openid-of.js";

const NAMES: ClaimPlaces = {
  rolesClaim: "roles",
  scopesClaim: "scope",
  clientClaim: undefined,
  requireExpirationTime: true,
};
const name = (value: unknown): string => JSON.stringify(value) ?? "nothing";
const without = (over: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(openIdClaims(over))) as Record<string, unknown>;
const read = (over: object, names: Partial<ClaimPlaces> = {}) =>
  readOpenIdClaims(without(over), { ...NAMES, ...names }, audiencesIn(without(over)));
const token = (over: object, names: Partial<ClaimPlaces> = {}) => read(over, names) as VerifiedToken;

describe("readOpenIdClaims (RFC 9068 §2.2)", () => {
  it("a full token becomes evidence", () => {
    const over = { nbf: 1, iat: 2, jti: "id-1", roles: ["a"], scope: "r w", sub: "user" };
    expect(read(over)).to.deep.equal({
      profile: "openid",
      issuer: ISSUER,
      audience: [ORDERS],
      clientId: "contoso",
      caller: "delegated",
      roles: ["a"],
      scopes: ["r", "w"],
      expiresAt: 4_000_000_000,
      notBefore: 1,
      issuedAt: 2,
      id: "id-1",
      claims: without(over),
    });
  });
  it("what a token does not say is absent, not undefined", () => {
    const least = token({ exp: undefined, client_id: undefined }, { requireExpirationTime: false });
    expect(Object.keys(least)).to.have.members([
      ...["profile", "issuer", "audience", "caller", "roles", "scopes", "claims"],
    ]);
  });
  it("an id that is no text is left out, and one that is no fit for a log is made so", () => {
    expect(token({ jti: 1 })).to.not.have.property("id");
    expect(token({ jti: "a\nb" })).to.have.property("id", "a?b");
  });
});

describe("readOpenIdClaims: who calls", () => {
  const cases = [
    ["the client itself", {}, "contoso", "app-only"],
    ["a user through a client", { sub: "user" }, "contoso", "delegated"],
    ["nobody named", { sub: undefined }, "contoso", "unknown"],
    ["a subject that is no text", { sub: ["contoso"] }, "contoso", "unknown"],
    ["no client", { client_id: undefined }, undefined, "unknown"],
    ["neither", { client_id: undefined, sub: undefined }, undefined, "unknown"],
    ["azp in place of client_id", { client_id: undefined, azp: "contoso" }, "contoso", "app-only"],
    ["client_id before azp", { azp: "other" }, "contoso", "app-only"],
    ["an empty client", { client_id: "", sub: "" }, undefined, "unknown"],
    ["a client that is no text", { client_id: ["contoso"], sub: ["contoso"] }, undefined, "unknown"],
    ["a client that is a number", { client_id: 1, sub: 1 }, undefined, "unknown"],
  ] as const;
  for (const [what, over, clientId, caller] of cases) {
    it(`${what}: ${caller}`, () => {
      const found = token(over);
      expect([found.clientId, found.caller]).to.deep.equal([clientId, caller]);
    });
  }
  it("the client stands where the options say, and only there", () => {
    expect(token({ cid: "app" }, { clientClaim: "cid" })).to.include({ clientId: "app" });
    expect(token({ azp: "contoso" }, { clientClaim: "cid" })).to.not.have.property("clientId");
  });
});

describe("readOpenIdClaims: rights, as a list or a text with spaces", () => {
  const cases = [
    [
      ["a", "b"],
      ["a", "b"],
    ],
    ["a b", ["a", "b"]],
    [" a  b ", ["a", "b"]],
    ["", []],
    [["a b"], ["a b"]],
    [["a", 1], []],
    [{ a: true }, []],
    [1, []],
    [null, []],
    [undefined, []],
  ] as const;
  for (const [value, expected] of cases) {
    it(`${name(value)}: ${name(expected)}`, () => {
      const found = token({ groups: value, scp: value }, { rolesClaim: "groups", scopesClaim: "scp" });
      expect([found.roles, found.scopes]).to.deep.equal([expected, expected]);
    });
  }
});

describe("readOpenIdClaims: refused", () => {
  const TIMES = { code: "token_claims", expected: "exp, nbf and iat as numbers of seconds" };
  for (const claim of ["exp", "nbf", "iat"]) {
    for (const value of ["4000000000", -1, null, [1], 1e300]) {
      it(`${claim} ${name(value)}`, () => {
        expect(read({ [claim]: value })).to.deep.equal(TIMES);
        expect(read({ [claim]: value }, { requireExpirationTime: false })).to.deep.equal(TIMES);
      });
    }
  }
  it("no end, where one is demanded", () => {
    const finding = { code: "token_claims", expected: "exp", actual: "nothing" };
    expect(read({ exp: undefined })).to.deep.equal(finding);
  });
  it("a token bound to its sender's key (RFC 7800)", () => {
    expect(read({ cnf: { jkt: "x" } })).to.deep.equal({
      code: "token_claims",
      expected: "no cnf: sender-constrained tokens are not accepted as bearer tokens",
    });
  });
});

describe("audiencesIn (RFC 7519 §4.1.3)", () => {
  const cases = [
    ["a", ["a"]],
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [[], []],
    [["a", 1], []],
    [{ 0: "a" }, []],
    [1, []],
    [null, []],
    [undefined, []],
  ] as const;
  for (const [aud, expected] of cases) {
    it(`${name(aud)}: ${name(expected)}`, () => {
      expect(audiencesIn(without({ aud }))).to.deep.equal(expected);
    });
  }
});
