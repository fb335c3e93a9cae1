import { expect } from "chai";
import { readEntraClaims } from "#src/evidence/tokens/issuers/entra-claims.js";
import { CLIENT, PRO_ID, TENANT } from "../../../ids.js";
import { OID, claims, read, token } from "./claims-of.js";
import { SECONDS } from "../../evidence-of.js";

const USER = "11112222-aaaa-bbbb-cccc-ddddeeeeffff";

describe("readEntraClaims: a v2 app-only token", () => {
  it("becomes evidence", () => {
    const payload = claims({ roles: ["Product.Pro.All"] });
    expect(readEntraClaims(payload, "entra-v2")).to.deep.equal({
      profile: "entra-v2",
      issuer: payload.iss,
      tenantId: TENANT,
      audience: PRO_ID,
      clientId: CLIENT,
      caller: "app-only",
      roles: ["Product.Pro.All"],
      scopes: [],
      expiresAt: SECONDS + 3600,
      notBefore: SECONDS,
      issuedAt: SECONDS,
      id: "AbC_1-2",
      claims: payload,
    });
  });
  it("may lack uti and carry claims nobody knows", () => {
    expect(token({ uti: undefined, xms_ftd: "?", aio: 1 })).to.not.have.property("id");
  });
});

describe("readEntraClaims: the caller (Entra, Access token claims reference)", () => {
  const user = { sub: "pairwise", oid: USER };
  const cases = [
    // name, claims, caller or refusal
    ["idtyp app", { idtyp: "app" }, "app-only"],
    ["idtyp app, whatever oid and sub are", { idtyp: "app", ...user }, "app-only"],
    ["idtyp app beside an empty scp", { idtyp: "app", scp: "" }, "app-only"],
    ["idtyp app beside a scp", { idtyp: "app", scp: "Orders.Read" }, "token_claims"],
    ["idtyp app beside a scp of one space", { idtyp: "app", scp: " " }, "token_claims"],
    ["idtyp user", { idtyp: "user", ...user }, "delegated"],
    ["idtyp user, though oid is sub", { idtyp: "user" }, "delegated"],
    ["idtyp device", { idtyp: "device" }, "token_claims"],
    ["idtyp App", { idtyp: "App" }, "token_claims"],
    ["idtyp empty", { idtyp: "" }, "token_claims"],
    ["idtyp null", { idtyp: null }, "token_claims"],
    ["idtyp as a list", { idtyp: ["app"] }, "token_claims"],
    ["scp", { scp: "Orders.Read", ...user }, "delegated"],
    ["scp, though oid is sub", { scp: "Orders.Read" }, "delegated"],
    ["an empty scp, though oid is sub", { scp: "" }, "delegated"],
    ["scp as a list", { scp: ["Orders.Read"] }, "token_claims"],
    ["scp null", { scp: null }, "token_claims"],
    ["scp as a list beside idtyp user", { idtyp: "user", scp: ["Orders.Read"] }, "token_claims"],
    ["oid is sub", {}, "app-only"],
    ["oid is not sub", user, "unknown"],
    ["oid is not sub, with roles", { ...user, roles: ["Product.Pro.All"] }, "unknown"],
    ["no oid", { oid: undefined }, "unknown"],
    ["no sub", { sub: undefined }, "unknown"],
    ["neither oid nor sub", { oid: undefined, sub: undefined }, "unknown"],
    ["oid and sub the same text, no GUID", { oid: "me", sub: "me" }, "unknown"],
    ["oid and sub the same list", { oid: [OID], sub: [OID] }, "unknown"],
    ["oid in another case than sub", { oid: OID.toUpperCase() }, "unknown"],
  ] as const;
  for (const [name, over, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      const found = read(over);
      expect("code" in found ? found.code : found.caller).to.equal(expected);
    });
  }
});

describe("readEntraClaims: the client application", () => {
  const other = "22220000-aaaa-2222-bbbb-3333cccc4444";
  const cases = [
    ["azp in a v2 token", "entra-v2", { azp: CLIENT }, CLIENT],
    ["appid in a v1 token", "entra-v1", { azp: undefined, appid: CLIENT }, CLIENT],
    ["neither", "entra-v2", { azp: undefined }, undefined],
    ["both, the same", "entra-v2", { azp: CLIENT, appid: CLIENT }, CLIENT],
    ["both, not the same", "entra-v2", { azp: CLIENT, appid: other }, "token_claims"],
    ["both in a v1 token, not the same", "entra-v1", { azp: other, appid: CLIENT }, "token_claims"],
    ["appid alone in a v2 token", "entra-v2", { azp: undefined, appid: CLIENT }, "token_claims"],
    ["azp alone in a v1 token", "entra-v1", { azp: CLIENT }, "token_claims"],
    ["azp beside a null appid", "entra-v2", { azp: CLIENT, appid: null }, "token_claims"],
    ["a name in place of the GUID", "entra-v2", { azp: "my-app" }, "token_claims"],
    ["an empty azp", "entra-v2", { azp: "" }, "token_claims"],
    ["a list", "entra-v2", { azp: [CLIENT] }, "token_claims"],
    ["a GUID and more", "entra-v2", { azp: `${CLIENT}\n` }, "token_claims"],
  ] as const;
  for (const [name, profile, over, expected] of cases) {
    it(`${name}: ${expected ?? "none"}`, () => {
      const found = read(over, profile);
      expect("code" in found ? found.code : found.clientId).to.equal(expected);
    });
  }
  it("none: the token has no client, not an undefined one", () => {
    expect(token({ azp: undefined })).to.not.have.property("clientId");
  });
});

describe("readEntraClaims: with requireIdtyp", () => {
  const cases = [
    ["idtyp app", { idtyp: "app" }, "app-only"],
    ["idtyp user", { idtyp: "user", scp: "Orders.Read" }, "delegated"],
    ["none, though oid is sub", {}, "unknown"],
    ["none, though there is scp", { scp: "Orders.Read" }, "unknown"],
  ] as const;
  for (const [name, over, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      expect(readEntraClaims(claims(over), "entra-v2", true)).to.include({ caller: expected });
    });
  }
});

describe("readEntraClaims: what each check wanted and found", () => {
  const TIMES = "exp, nbf and iat as numbers of seconds";
  const cases: readonly (readonly [over: object, expected: string, actual?: string])[] = [
    [{ exp: "1" }, TIMES],
    [{ nbf: undefined }, TIMES],
    [{ iat: null }, TIMES],
    [{ aud: [PRO_ID] }, "aud as one string", `["${PRO_ID}"]`],
    [{ azp: "my-app" }, "azp as a GUID", "my-app"],
    [{ scp: ["A"] }, "scp as one string", '["A"]'],
    [{ idtyp: "app", scp: "A" }, "no scp beside idtyp app", "A"],
    [{ idtyp: "device" }, "idtyp app or user", "device"],
    [{ cnf: {} }, "no cnf: sender-constrained tokens are not accepted as bearer tokens"],
  ];
  for (const [over, expected, actual] of cases) {
    it(`${Object.keys(over).join(" and ")}: ${expected}`, () => {
      const finding = { code: "token_claims", expected, ...(actual !== undefined && { actual }) };
      expect(read(over)).to.deep.equal(finding);
    });
  }
  it("of a v1 token, appid", () => {
    expect(read({ azp: undefined, appid: "x" }, "entra-v1")).to.include({ expected: "appid as a GUID" });
  });
});

describe("readEntraClaims: a token bound to its sender (RFC 7800)", () => {
  for (const cnf of [{ jkt: "x" }, {}, null]) {
    it(`cnf ${JSON.stringify(cnf)}: token_claims`, () => {
      expect(read({ cnf })).to.include({ code: "token_claims" });
    });
  }
});
