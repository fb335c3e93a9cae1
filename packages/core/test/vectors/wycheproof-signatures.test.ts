import { expect } from "chai";
import type { SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";
import { accepts, published, secretKeys } from "./accepts.js";
import { vectorFile, vectorSuite, type Jwk, type Wycheproof } from "./vector-files.js";

/** Vectors that we see otherwise, and why. Nothing here is accepted that Wycheproof refuses. */
const OTHERWISE: Readonly<Record<number, string>> = {
  346: "the key says PS256 and the token PS384: a key serves the algorithm it names (RFC 8725 §3.1)",
  347: 'the key says "ES521", which is no algorithm: a key for an unknown one is passed over',
  350: "as 346",
  351: "as 347",
  372: "a question mark in the header: only the base64url alphabet is read (RFC 7515 §2)",
  373: "a question mark in the payload: likewise",
};

/** Called invalid for a padding that the file no longer contains: their text is that of 357, which is valid. */
const SAME_AS_357 = [367, 370];

vectorSuite("Project Wycheproof: JSON Web Signature", () => {
  const { numberOfTests, testGroups } = vectorFile<Wycheproof<{ jws: string | object }>>(
    "wycheproof/json_web_signature_test.json",
  );
  const count = { valid: 0, invalid: 0, otherwise: 0 };
  const text357 = testGroups.flatMap(({ tests }) => tests).find(({ tcId }) => tcId === 357)?.jws;

  for (const group of testGroups) {
    const key = (group.public ?? group.private) as Jwk;
    const keys = (): Promise<readonly SigningKey[]> | readonly SigningKey[] =>
      key.kty === "oct" ? secretKeys(key) : published([key]);

    for (const { tcId, comment, jws, result } of group.tests) {
      // A JWS in JSON serialization cannot stand in a header field but as a text.
      const text = typeof jws === "string" ? jws : JSON.stringify(jws);
      const reason = OTHERWISE[tcId];
      if (SAME_AS_357.includes(tcId)) {
        it(`${tcId} ${comment}: is 357 once more`, () => expect(text).to.equal(text357));
      } else {
        it(`${tcId} ${comment}: ${reason === undefined ? result : `refused, ${reason}`}`, async () => {
          count[reason === undefined ? result : "otherwise"] += 1;
          expect(accepts(text, await keys())).to.equal(result === "valid" && reason === undefined);
        });
      }
    }
  }

  it("all of them were executed", () => {
    expect(count).to.deep.equal({ valid: 40, invalid: 353, otherwise: 6 });
    expect(count.valid + count.invalid + count.otherwise + SAME_AS_357.length).to.equal(numberOfTests);
  });
});
