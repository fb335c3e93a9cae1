import { createHash, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { createCertificate } from "./certificate.js";

/** A key that signs tokens, with the self-signed certificate its `kid` comes from. */
export interface SigningKey {
  /** base64url SHA-1 of the certificate: both `kid` and `x5t`, as Entra publishes it. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificate: Buffer;
  /** RSA modulus, base64url. */
  readonly n: string;
  /** RSA exponent, base64url. */
  readonly e: string;
}

const generate = promisify(generateKeyPair);
const day = 86_400_000;
const pairs: Promise<{ publicKey: KeyObject; privateKey: KeyObject }>[] = [];

// Making a pair takes 0.2 s of CPU, and test suites start an emulator hundreds of times.
const pair = (index: number) => (pairs[index] ??= generate("rsa", { modulusLength: 2048 }));

/**
 * Makes the key with this index in a key ring, RSA-2048, without holding up the event loop; `now` in milliseconds dates its
 * certificate. All rings of a process use the same pair for an index, each with its own certificate, and so its own `kid`.
 */
export async function makeSigningKey(index: number, now: number): Promise<SigningKey> {
  const { publicKey, privateKey } = await pair(index);
  const certificate = createCertificate({
    subject: "product-auth emulator token signing, never for production",
    publicKey,
    signingKey: privateKey,
    notBefore: now - day,
    notAfter: now + 5 * 365 * day,
  });
  const { n, e } = publicKey.export({ format: "jwk" });
  if (n === undefined || e === undefined) throw new Error("An RSA key came without modulus or exponent.");
  const kid = createHash("sha1").update(certificate).digest("base64url");
  return { kid, privateKey, publicKey, certificate, n, e };
}
