import { expect } from "chai";
import { accepts, published, secretKeys } from "./accepts.js";
import { vectorFile, vectorSuite, type Jwk, type Wycheproof } from "./vector-files.js";

/** Vectors that we see otherwise, and why. */
const OTHERWISE: Readonly<Record<number, string>> = {
  7: "a weak prime generator (ROCA) is not looked for: which keys an issuer makes is its own matter",
  25: "the key says A256GCM: a secret in the options names no algorithm, the option algorithms does",
  26: "the key says A256KW: as 25",
};

vectorSuite("Project Wycheproof: JSON Web Key", () => {
  const { numberOfTests, testGroups } = vectorFile<Wycheproof<{ jws: string }>>(
    "wycheproof/json_web_key_test.json",
  );
  const count = { valid: 0, invalid: 0, otherwise: 0 };

  for (const group of testGroups) {
    const { keys } = (group.public ?? group.private) as { keys: readonly Jwk[] };
    // Secrets are given in the options. A set with a public key in it is published, and its secrets known to all.
    const ours = () => (keys.every(({ kty }) => kty === "oct") ? keys.flatMap(secretKeys) : published(keys));

    for (const { tcId, comment, jws, result } of group.tests) {
      const reason = OTHERWISE[tcId];
      it(`${tcId} ${comment}: ${reason === undefined ? result : `accepted, ${reason}`}`, async () => {
        count[reason === undefined ? result : "otherwise"] += 1;
        expect(accepts(jws, await ours())).to.equal(result === "valid" || reason !== undefined);
      });
    }
  }

  it("all of them were executed", () => {
    expect(count).to.deep.equal({ valid: 5, invalid: 18, otherwise: 3 });
    expect(count.valid + count.invalid + count.otherwise).to.equal(numberOfTests);
  });
});
