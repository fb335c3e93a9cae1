import { compactDecrypt } from "jose";
import { PAIRS, SECRETS } from "../world/keys.js";

/** The token inside a JWE, as jose opens it with the algorithms that are meant; undefined when it refuses. */
export async function openEnvelope(token: string): Promise<string | undefined> {
  for (const key of [SECRETS.envelope, PAIRS.sealing.privateKey]) {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(token, key, {
        keyManagementAlgorithms: ["dir", "RSA-OAEP"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      // Compressed content is a bomb, and we know no extension.
      if ("zip" in protectedHeader || "crit" in protectedHeader) return undefined;
      return new TextDecoder().decode(plaintext);
    } catch {
      continue;
    }
  }
  return undefined;
}
