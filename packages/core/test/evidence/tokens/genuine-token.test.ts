import type { VerifiedToken } from "#src/index.js";
import { expect } from "chai";
import { GenuineToken } from "#src/evidence/tokens/genuine-token.js";
import { claims, token } from "./issuers/claims-of.js";

const FULL = { roles: ["Product.Pro.All"], groups: ["a", "b"], xms: { deep: [{ deeper: "Zoë" }] } };

const genuine = (over: object = FULL, read: VerifiedToken = token(over)): VerifiedToken =>
  new GenuineToken(read, Buffer.from(JSON.stringify(claims(over))).toString("base64url"));

describe("GenuineToken", () => {
  it("is what was read, member by member", () => {
    expect({ ...genuine() }).to.deep.equal(token(FULL));
  });

  it("leaves out what was not there", () => {
    const bare = { azp: undefined, uti: undefined };
    expect({ ...genuine(bare) }).to.deep.equal(token(bare));
    expect(genuine(bare)).to.not.have.any.keys("clientId", "groups", "id");
  });

  it("leaves out what other issuers' tokens may lack", () => {
    const { tenantId: _1, expiresAt: _2, notBefore: _3, issuedAt: _4, ...rest } = token({});
    const [one, all] = [genuine({}, rest), { ...rest, claims: claims({}) }];
    expect({ ...one }).to.deep.equal(all);
    expect(one).to.not.have.any.keys("tenantId", "expiresAt", "notBefore", "issuedAt");
  });

  it("has the claims as JSON and copies would", () => {
    expect(JSON.parse(JSON.stringify(genuine()))).to.deep.equal(token(FULL));
    expect(structuredClone(genuine()).claims).to.deep.equal(claims(FULL));
    expect(Object.keys(genuine())).to.include("claims");
  });

  it("reads the claims once", () => {
    const one = genuine();
    expect(one.claims).to.equal(one.claims);
    expect(one.claims).to.deep.equal(claims(FULL));
  });

  it("cannot be changed at any depth", () => {
    const one = genuine({ ...FULL, scp: "A B" });
    const { xms } = one.claims as { xms: { deep: object[] } };
    for (const part of [one, one.roles, one.scopes, one.groups, one.claims, xms, xms.deep, xms.deep[0]])
      expect(part).to.be.frozen;
    expect(genuine({}, { ...token({}), audience: ["a", "b"] }).audience).to.be.frozen;
    expect(() => Object.assign(one, { claims: {} })).to.throw(TypeError);
  });

  it("keeps claims with names of Object's own apart", () => {
    const payload = '{"__proto__":{"roles":["x"]},"constructor":1}';
    const odd = new GenuineToken(token({}), Buffer.from(payload).toString("base64url"));
    expect(Object.keys(odd.claims)).to.deep.equal(["__proto__", "constructor"]);
    expect("roles" in odd.claims).to.be.false;
  });
});
