import { expect } from "chai";
import { decrypterFor } from "./decrypter-for.js";
import { vectorFile, vectorSuite, type Jwk, type Wycheproof } from "./vector-files.js";

/** Well-formed, but with algorithms that cannot be configured: 192 bits, GCM key wrapping, RSA 1.5, compression. */
const NOT_CONFIGURABLE = [
  ...[28, 53, 60, 61, 70, 77, 83, 89], // 192-bit AES
  ...[71, 72, 73, 74, 75, 133], // A128GCMKW and its kin
  ...[100, 101, 102, 103, 104, 105, 112, 128], // RSA1_5: padding oracles
  135, // zip: decompression bombs
];

/** A key for GCM key wrapping, used for AES key wrapping: keys in the options do not name an algorithm. */
const KEY_WITHOUT_ALGORITHM = [106, 108];

vectorSuite("Project Wycheproof: JSON Web Encryption", () => {
  const { numberOfTests, testGroups } = vectorFile<Wycheproof<{ jwe: string | object; pt: string }>>(
    "wycheproof/json_web_encryption_test.json",
  );
  const count = { opened: 0, refused: 0, notConfigurable: 0 };

  for (const group of testGroups) {
    const decrypter = decrypterFor(group.private as Jwk);
    for (const { tcId, comment, jwe, pt, result } of group.tests) {
      const text = typeof jwe === "string" ? jwe : JSON.stringify(jwe);
      const outside = NOT_CONFIGURABLE.includes(tcId);
      const opens = (result === "valid" && !outside) || KEY_WITHOUT_ALGORITHM.includes(tcId);
      it(`${tcId} ${comment}: ${opens ? "opened" : "refused"}`, async () => {
        count[outside ? "notConfigurable" : opens ? "opened" : "refused"] += 1;
        const expected = opens ? Buffer.from(pt, "hex").toString("utf8") : undefined;
        expect(await decrypter.decrypt(text)).to.equal(expected);
      });
    }
  }

  it("all of them were executed", () => {
    expect(count).to.deep.equal({ opened: 44, refused: 72, notConfigurable: NOT_CONFIGURABLE.length });
    expect(count.opened + count.refused + count.notConfigurable).to.equal(numberOfTests);
  });
});
