import { createPrivateKey, type JsonWebKey } from "node:crypto";
import { Decrypter } from "#src/evidence/tokens/jws/decrypter.js";
import type { Jwk } from "./vector-files.js";

/** A decrypter with this one key, written as the options take it. */
export function decrypterFor(key: Jwk): Decrypter {
  const id = key.kid === undefined ? {} : { id: key.kid };
  if (key.kty === "oct") return forSecret(Buffer.from(String(key["k"]), "base64url"), id);
  const privateKey = createPrivateKey({ key: key as JsonWebKey, format: "jwk" });
  return new Decrypter([{ ...id, privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })) }]);
}

// Secrets of other lengths are not configurable: the options refuse them, and there is no key to open anything with.
function forSecret(bytes: Buffer, id: { id?: string }): Decrypter {
  return new Decrypter(
    [16, 32, 48, 64].includes(bytes.length) ? [{ ...id, secret: bytes.toString("base64") }] : [],
  );
}
