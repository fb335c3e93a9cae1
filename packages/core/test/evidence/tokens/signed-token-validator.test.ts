import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { CompactEncrypt } from "jose";
import { SignedTokenValidator } from "#src/evidence/tokens/signed-token-validator.js";
import { HOST, V2 } from "./issuers/entra-of.js";
import { ISSUER, openIdClaims, openIdSettings, snapshotOf } from "./issuers/openid-of.js";
import { signer } from "./signer.js";
import type { IssuerSettings, OpenIdPlace } from "#src/evidence/tokens/issuers/issuer-settings.js";

const [ours, entras] = [signer("k1"), signer("e1", "RS256")];
const DAY = 86_400_000;
const KEYS = `${ISSUER}/keys`;
const place = (jwksUri: string): OpenIdPlace => ({ settings: openIdSettings(), jwksUri });

/** A token side over documents at their addresses; a missing one is answered with 400 and the error of Entra. */
function sideOf(issuers: Partial<IssuerSettings>, documents: Readonly<Record<string, unknown>> = {}) {
  const fetch = (url: string, init: RequestInit): Promise<Response> => {
    const document = documents[url];
    if (document === "hangs") return endOf(init.signal);
    if (document === undefined) return Promise.resolve(Response.json(TENANT_UNKNOWN, { status: 400 }));
    return Promise.resolve(typeof document === "string" ? new Response(document) : Response.json(document));
  };
  return new SignedTokenValidator({
    issuers: {
      entra: undefined,
      openId: [],
      decryptionKeys: [],
      names: [],
      audiences: [],
      ownKeys: new Map(),
      ...issuers,
    },
    keyTimes: { refreshInterval: DAY, unknownKeyInterval: DAY, lastKnownGood: DAY },
    fetchTimeout: 1_000,
    tokenCacheSize: 10,
    tokenCacheBytes: 1024 * 1024,
    fetch: fetch as typeof globalThis.fetch,
    clock: () => 0,
  });
}
const endOf = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("ended")));
  });
const TENANT_UNKNOWN = { error: "invalid_tenant" };
const ENTRA = {
  host: HOST,
  authorities: ["contoso.example"],
  tenants: undefined,
  profiles: ["entra-v2"],
  requireIdtyp: false,
  audiences: { "entra-v1": new Set(""), "entra-v2": new Set(""), openid: new Set("") },
  ownKeys: new Map(),
  refusedAudiences: { "entra-v1": new Set(""), "entra-v2": new Set("") },
} as const;
const DISCOVERY = `${HOST}/contoso.example/v2.0/.well-known/openid-configuration`;

describe("SignedTokenValidator: loading keys", () => {
  const documents = {
    [KEYS]: { keys: [ours.jwk] },
    [DISCOVERY]: { issuer: V2(), jwks_uri: `${HOST}/keys` },
    [`${HOST}/keys`]: { keys: [entras.jwk] },
  };
  it("fetches those of every issuer", async () => {
    const side = sideOf({ openId: [place(KEYS)], entra: ENTRA }, documents);
    expect(side.health(0).issuers.map(({ usable }) => usable)).to.deep.equal([false, false]);
    expect(await side.load(0)).to.deep.equal([]);
    expect(side.health(0).issuers).to.deep.equal([
      { from: KEYS, keys: 1, usable: true, fetchedAt: 0, failures: 0 },
      {
        from: DISCOVERY,
        issuer: V2(),
        keys: 1,
        usable: true,
        fetchedAt: 0,
        metadataFetchedAt: 0,
        failures: 0,
      },
    ]);
  });
  it("lists the failures, from where, and what the issuer called it", async () => {
    const openId = [place(KEYS), place(`${ISSUER}/gone`)];
    const refused = { failure: "status 400", status: 400, error: "invalid_tenant" };
    expect(await sideOf({ openId, entra: ENTRA }, { [KEYS]: documents[KEYS] }).load(0)).to.deep.equal([
      { from: `${ISSUER}/gone`, ...refused },
      { from: DISCOVERY, ...refused },
    ]);
  });
  it("reads no more than 512 KiB of a document", async () => {
    const text = JSON.stringify(documents[KEYS]);
    const load = (length: number) =>
      sideOf({ openId: [place(KEYS)] }, { [KEYS]: text.padEnd(length) }).load(0);
    expect(await load(524_288)).to.deep.equal([]);
    expect(await load(524_289)).to.deep.equal([{ from: KEYS, failure: "more than 524288 bytes" }]);
  });
  it("ends with the instance", async () => {
    const side = sideOf({ openId: [place(KEYS)] }, { [KEYS]: "hangs" });
    const loading = side.load(0);
    await new Promise((later) => setImmediate(later));
    side.close();
    expect(await loading).to.deep.equal([{ from: KEYS, failure: "closed" }]);
  });
  it("has nothing to do for keys from the options", async () => {
    const side = sideOf({ openId: [{ settings: openIdSettings(), given: snapshotOf(ours.key).keys }] });
    expect(await side.load(0)).to.deep.equal([]);
    expect(side.health(0)).to.deep.equal({
      issuers: [{ from: "options", keys: 1, usable: true, failures: 0 }],
      rememberedTokens: 0,
    });
  });
});

describe("SignedTokenValidator: tokens", () => {
  const openId = [{ settings: openIdSettings(), given: snapshotOf(ours.key).keys }];
  const token = ours.token(openIdClaims());

  it("good ones are remembered, others are not", () => {
    const side = sideOf({ openId });
    expect(side.verify(token, 0)).to.include({ kind: "good" });
    expect(side.verify(`${token.slice(0, -4)}AAAA`, 0)).to.include({ code: "token_signature" });
    expect(side.health(0).rememberedTokens).to.equal(1);
  });

  describe("in an envelope (RFC 7516)", () => {
    const secret = randomBytes(32);
    const sealed = (text: string, key = secret) =>
      new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(key);
    const opening = () => sideOf({ openId, decryptionKeys: [{ secret: secret.toString("base64") }] });

    it("no well-formed token where nobody expects one", async () => {
      const found = await sideOf({ openId }).verify(await sealed(token), 0);
      expect(found).to.include({ kind: "bad", code: "token_malformed", expected: "three parts" });
      expect(found).to.have.property("hint").that.includes("decryptionKeys");
    });
    it("good by what is inside, and remembered by what was sent", async () => {
      const side = opening();
      const text = await sealed(token);
      expect(side.verify(text, 0)).to.be.instanceOf(Promise);
      expect(await side.verify(text, 0)).to.include({ kind: "good" });
      expect(side.verify(text, 0)).to.include({ kind: "good" });
      expect(side.verify(token, 0), "beside it, without an envelope").to.include({ kind: "good" });
      expect(side.health(0).rememberedTokens).to.equal(2);
    });
    it("bad by what is inside", async () => {
      const other = ours.token(openIdClaims({ iss: "https://other.example" }));
      expect(await opening().verify(await sealed(other), 0)).to.include({ code: "token_issuer" });
      expect(await opening().verify(await sealed(await sealed(token)), 0)).to.include({
        code: "token_malformed",
      });
    });
    it("refused when no key opens it", async () => {
      expect(await opening().verify(await sealed(token, randomBytes(32)), 0)).to.deep.equal({
        kind: "bad",
        code: "token_encryption",
        expected: "a token encrypted for one of our keys",
      });
    });
  });
});
