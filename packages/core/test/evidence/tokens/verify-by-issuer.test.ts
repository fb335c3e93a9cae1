import { expect } from "chai";
import type { TokenEvidence } from "#src/evidence/evidence.js";
import type { NoKeys, Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import { HeldKeys, discovered, down, openIdClaims, openIdOf, snapshotOf } from "./issuers/openid-of.js";
import { signer } from "./signer.js";
import type { Awaitable } from "#src/lib/awaitable.js";

const [FIRST, NAMED, LAST] = ["https://first.example", "https://named.example", "https://last.example"];
const keys = { [FIRST]: signer("first"), [NAMED]: signer("named"), [LAST]: signer("last") };
const from = (issuer: string, by = keys[issuer]!) => by.token(openIdClaims({ iss: issuer }));

/** Three issuers; what the first and the last are called, only their documents tell. */
function verifierOf(
  more: { first?: Awaitable<Snapshot | NoKeys>; named?: Awaitable<Snapshot | NoKeys> } = {},
) {
  const first = new HeldKeys(more.first ?? discovered(FIRST, keys[FIRST]!.key));
  const named = new HeldKeys(more.named ?? snapshotOf(keys[NAMED]!.key));
  const last = new HeldKeys(discovered(LAST, keys[LAST]!.key));
  const verifier = new TokenVerifier(
    [
      openIdOf(first, { issuers: undefined }),
      openIdOf(named, { issuers: [NAMED] }),
      openIdOf(last, { issuers: undefined }),
    ],
    new TokenCache(10),
  );
  return async (token: string): Promise<string> => inWords(await verifier.verify(token, 0));
}

const inWords = (evidence: TokenEvidence): string => {
  if (evidence.kind === "good") return `good ${evidence.token.issuer}`;
  if (evidence.kind === "absent") return "absent";
  return `${evidence.code} ${evidence.actual ?? ""} ${evidence.rules ?? "nobody's"}`;
};
const OUTAGE = "signing_keys_unavailable ECONNREFUSED";

describe("TokenVerifier: whose token it is", () => {
  for (const [when, more] of [
    ["all keys at hand", {}],
    ["the first issuer's keys on their way", { first: Promise.resolve(discovered(FIRST, keys[FIRST]!.key)) }],
  ] as const) {
    for (const issuer of [FIRST, NAMED, LAST]) {
      it(`${when}: ${issuer} is asked about its own`, async () => {
        expect(await verifierOf(more)(from(issuer))).to.equal(`good ${issuer}`);
      });
      it(`${when}: ${issuer} does not vouch with another's key`, async () => {
        const other = issuer === FIRST ? LAST : FIRST;
        expect(await verifierOf(more)(from(issuer, keys[other]))).to.match(/^token_unknown_key \w+ openid$/);
      });
    }
    it(`${when}: nobody takes a stranger's`, async () => {
      expect(await verifierOf(more)(from("https://other.example", keys[LAST]))).to.equal(
        "token_issuer https://other.example nobody's",
      );
    });
    it(`${when}: nobody takes one without an issuer`, async () => {
      const token = keys[FIRST]!.token(openIdClaims({ iss: undefined }));
      expect(await verifierOf(more)(token)).to.equal("token_issuer nothing nobody's");
    });
  }

  describe("while the first issuer, known only by its document, is down", () => {
    const others = { first: down() };
    it("the others' tokens are good", async () => {
      expect(await verifierOf(others)(from(NAMED))).to.equal(`good ${NAMED}`);
      expect(await verifierOf(others)(from(LAST))).to.equal(`good ${LAST}`);
    });
    it("also when their keys are on their way", async () => {
      const named = Promise.resolve(snapshotOf(keys[NAMED]!.key));
      expect(await verifierOf({ ...others, named })(from(NAMED))).to.equal(`good ${NAMED}`);
    });
    it("nobody can tell about its own", async () => {
      expect(await verifierOf(others)(from(FIRST))).to.equal(`${OUTAGE} nobody's`);
    });
    it("nobody can tell about one that the others refuse, now or after waiting", async () => {
      const bad = from(NAMED, keys[LAST]);
      expect(await verifierOf(others)(bad)).to.equal(`${OUTAGE} nobody's`);
      const named = Promise.resolve(snapshotOf(keys[NAMED]!.key));
      expect(await verifierOf({ ...others, named })(bad)).to.equal(`${OUTAGE} nobody's`);
    });
  });
  it("another one's, when the document that comes with a new key names its issuer otherwise", async () => {
    const [renamed, next] = [discovered("https://renamed.example"), signer("next")];
    const first = new HeldKeys(discovered(LAST, keys[FIRST]!.key), Promise.resolve(renamed));
    const last = new HeldKeys(discovered(LAST, next.key));
    const issuers = [first, last].map((source) => openIdOf(source, { issuers: undefined }));
    const verifier = new TokenVerifier(issuers, new TokenCache(10));
    expect(inWords(await verifier.verify(from(LAST, next), 0))).to.equal(`good ${LAST}`);
    const other = inWords(await verifier.verify(from(LAST, keys[NAMED]), 0));
    expect(other).to.equal("token_unknown_key named openid");
  });
  it("an issuer listed by name that is down does not hold up the others", async () => {
    const verify = verifierOf({ named: down() });
    expect(await verify(from(NAMED))).to.equal(`${OUTAGE} openid`);
    expect(await verify(from(FIRST))).to.equal(`good ${FIRST}`);
    expect(await verify(from(LAST))).to.equal(`good ${LAST}`);
  });
});
