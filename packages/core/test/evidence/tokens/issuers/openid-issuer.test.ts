import { createSecretKey } from "node:crypto";
import { expect } from "chai";
import type { VerifiedToken } from "#src/index.js";
import { ISSUER, ORDERS, HeldKeys, discovered, openIdClaims, openIdOf, snapshotOf } from "./openid-of.js";
import type { SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";
import { HINTS } from "#src/refusals/hints.js";
import { signer } from "../signer.js";

const source = new HeldKeys(snapshotOf());
const read = (over: object, settings: Parameters<typeof openIdOf>[1] = {}) => {
  const issuer = openIdOf(source, settings);
  return issuer.complete(issuer.read(openIdClaims(over)) as VerifiedToken) as VerifiedToken;
};

describe("OpenIdIssuer: whose iss", () => {
  it("its own by name, exactly", () => {
    const issuer = openIdOf(source, { issuers: [ISSUER, "https://old.example"] });
    expect(issuer.owns(ISSUER)).to.equal(true);
    expect(issuer.owns("https://old.example")).to.equal(true);
    for (const other of [`${ISSUER}/`, undefined, [ISSUER], ""]) expect(issuer.owns(other)).to.equal(false);
  });
  it("only its document knows, where no name is given", () => {
    expect(openIdOf(source, { issuers: undefined }).owns(ISSUER)).to.equal(source);
  });
  it("is held to the names given, whatever the document says", () => {
    const issuer = openIdOf(source, { issuers: [ISSUER, "https://old.example"] });
    const document = discovered("https://document.example");
    expect(issuer.checkIssuer(openIdClaims(), document)).to.equal(undefined);
    expect(issuer.checkIssuer(openIdClaims({ iss: "https://document.example" }), document)).to.deep.equal({
      code: "token_issuer",
      expected: `iss ${ISSUER} or https://old.example`,
      actual: "https://document.example",
    });
  });
  it("has the one source it was given", () => {
    const issuer = openIdOf(source);
    expect([issuer.sources, issuer.sourceFor()]).to.deep.equal([[source], source]);
  });
});

describe("OpenIdIssuer: the header (RFC 9068 §4)", () => {
  const cases = [
    [{ alg: "ES256" }, undefined],
    [{ alg: "ES256", typ: "JWT" }, undefined],
    [{ alg: "ES256", typ: "at+jwt" }, undefined],
    [{ alg: "ES256", typ: "application/at+JWT" }, undefined],
    [
      { alg: "ES256", typ: "dpop+jwt" },
      { code: "token_header", expected: "typ jwt or at+jwt or application/at+jwt", actual: "dpop+jwt" },
    ],
    [{ alg: "RS256" }, { code: "token_algorithm", expected: "alg ES256", actual: "RS256" }],
  ] as const;
  for (const [header, finding] of cases) {
    it(JSON.stringify(header), () => {
      expect(openIdOf(source).checkHeader(header)).to.deep.equal(finding);
    });
  }
});

describe("OpenIdIssuer: the audience (RFC 7519 §4.1.3)", () => {
  const INVOICES = "https://invoices.example";
  const cases = [
    [ORDERS, [ORDERS]],
    [[ORDERS], [ORDERS]],
    [["https://other.example", ORDERS], [ORDERS]],
    [
      [INVOICES, ORDERS],
      [INVOICES, ORDERS],
    ],
  ] as const;
  const audiences = new Set([ORDERS, INVOICES]);
  for (const [aud, kept] of cases) {
    it(`${JSON.stringify(aud)}: accepted, and only what it is trusted with is kept`, () => {
      expect(openIdOf(source, { audiences }).checkAudience(openIdClaims({ aud }))).to.equal(undefined);
      expect(read({ aud }, { audiences }).audience).to.deep.equal(kept);
    });
  }
  for (const aud of [undefined, "https://other.example", [], [ORDERS, 1], { 0: ORDERS }, ""]) {
    it(`${JSON.stringify(aud) ?? "nothing"}: refused`, () => {
      expect(openIdOf(source).checkAudience(openIdClaims({ aud }))).to.deep.equal({
        code: "token_audience",
        expected: "the audience of a product",
        actual: aud === undefined ? "nothing" : typeof aud === "string" ? aud : JSON.stringify(aud),
        hint: aud === undefined ? HINTS.noAudience : HINTS.openIdOtherAudience,
      });
    });
  }
  for (const claim of [{ at_hash: "x" }, { c_hash: "x" }, { token_use: "id" }, { typ: "ID" }]) {
    it(`an ID token by ${Object.keys(claim).join()}: the hint names it`, () => {
      const finding = openIdOf(source).checkAudience(openIdClaims({ aud: "contoso", ...claim }));
      expect(finding).to.include({ code: "token_audience", hint: HINTS.openIdIdToken });
    });
  }
});

// Access tokens of Amazon Cognito have no aud; its ID tokens have the same client id in aud.
describe("OpenIdIssuer: audienceClaim", () => {
  const issuer = openIdOf(source, { audiences: new Set(["4abc"]), audienceClaim: "client_id" });
  const access = (over: object = {}) => {
    const { aud: _, ...claims } = openIdClaims({ client_id: "4abc", token_use: "access" });
    return { ...claims, ...over };
  };
  it("stands for aud in a token without it", () => {
    expect(issuer.checkAudience(access())).to.equal(undefined);
    expect(issuer.read(access())).to.deep.include({ audience: ["4abc"], clientId: "4abc" });
  });
  it("of another client: refused", () => {
    expect(issuer.checkAudience(access({ client_id: "5def" }))).to.deep.equal({
      code: "token_audience",
      expected: "the audience of a product",
      actual: "5def",
    });
    expect(issuer.checkAudience(access({ client_id: undefined }))).to.include({ actual: "nothing" });
  });
  for (const aud of ["4abc", ["4abc"], "https://other.example", null, ""]) {
    it(`a token with aud ${JSON.stringify(aud)} beside it: refused`, () => {
      const finding = issuer.checkAudience(access({ aud }));
      expect(finding).to.include({ code: "token_audience", expected: "no aud beside audienceClaim" });
      expect(finding).to.include({ hint: HINTS.audBesideClaim });
      expect(issuer.read(access({ aud }))).to.deep.include({ audience: [] });
    });
  }
  it("an ID token: refused, and named", () => {
    const finding = issuer.checkAudience(access({ aud: "4abc", token_use: "id", client_id: undefined }));
    expect(finding).to.include({ code: "token_audience", hint: HINTS.openIdIdToken });
  });
  it("is a path as well", () => {
    const nested = openIdOf(source, { audiences: new Set(["4abc"]), audienceClaim: ["app", "id"] });
    expect(nested.checkAudience(access({ app: { id: "4abc" } }))).to.equal(undefined);
    expect(nested.checkAudience(access({ app: [{ id: "4abc" }] }))).to.include({ code: "token_audience" });
  });
});

describe("OpenIdIssuer: keys to try when none has the token's kid", () => {
  const [one, other, rsa] = [signer("one").key, signer("other").key, signer("rsa", "RS256").key];
  const [secret, second] = ["a", "b"].map((letter): SigningKey => ({
    key: createSecretKey(Buffer.from(letter.repeat(32))),
    kind: "secret",
    material: "given",
  })) as [SigningKey, SigningKey];
  const cases = [
    ["none has a kid to go by, and one fits", [one, rsa], {}, false, [one]],
    ["two fit: nobody makes us work through a set", [one, other], {}, false, []],
    ["none fits", [rsa], {}, false, []],
    ["the token names another", [one], { kid: "k" }, false, []],
    ["given in the options: the first that fits", [rsa, one, other], {}, true, [one]],
    ["given in the options, whatever the token names", [rsa, one, other], { kid: "k" }, true, [one]],
    ["secrets given in the options: all", [one, secret, second], { alg: "HS256" }, true, [secret, second]],
    ["none given in the options fits", [rsa, secret], {}, true, []],
  ] as const;
  for (const [what, keys, header, tryAll, expected] of cases) {
    it(what, () => {
      const issuer = openIdOf(source, { tryAll });
      const tried = issuer.keysWithoutKid({ alg: "ES256", ...header }, snapshotOf(...keys));
      expect(tried).to.deep.equal(expected);
    });
  }
});

describe("OpenIdIssuer: who calls, told by the application", () => {
  it("asks the claims as they were signed", () => {
    const callerOf = ({ grant }: Record<string, unknown>) => (grant === "code" ? "delegated" : "app-only");
    expect(read({ grant: "code" }, { callerOf })).to.include({ caller: "delegated", clientId: "contoso" });
    expect(read({}, { callerOf })).to.include({ caller: "app-only" });
  });
  for (const [what, answer] of [
    ["a promise", () => Promise.resolve("app-only")],
    ["a promise that is rejected", () => Promise.reject(new Error("no grant"))],
    ["another word", () => "application"],
    ["nothing", () => undefined],
    ["a list", () => ["app-only"]],
  ] as const) {
    it(`counts as unknown where it returns ${what}`, () => {
      expect(read({}, { callerOf: answer as () => "unknown" })).to.include({ caller: "unknown" });
    });
  }
  it("counts as unknown where it stumbles", () => {
    const callerOf = () => {
      throw new Error("no grant");
    };
    expect(read({}, { callerOf })).to.include({ caller: "unknown" });
  });
  it("a token that cannot be read stays a finding", () => {
    expect(openIdOf(source).read(openIdClaims({ exp: "soon" }))).to.deep.equal({
      code: "token_claims",
      expected: "exp, nbf and iat as numbers of seconds",
    });
  });
});
