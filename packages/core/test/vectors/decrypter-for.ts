import { createPrivateKey, type JsonWebKey } from "node:crypto";
import { Decrypter } from "#src/tokens/decrypter.js";
import type { Jwk } from "./vector-files.js";

/** A decrypter with this one key, written as the options take it. */
export function decrypterFor(key: Jwk): Decrypter {
  const id = key.kid === undefined ? {} : { id: key.kid };
  if (key.kty === "oct")
    return new Decrypter([{ ...id, secret: Buffer.from(String(key["k"]), "base64url").toString("base64") }]);
  const privateKey = createPrivateKey({ key: key as JsonWebKey, format: "jwk" });
  return new Decrypter([{ ...id, privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })) }]);
}
