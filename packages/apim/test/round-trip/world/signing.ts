import { generateKeyPairSync } from "node:crypto";
import { makeCertificate } from "@product-auth/testkit/certificates";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Keys that documents give themselves, in place of the address of an issuer. */
export const signing = {
  /** A shared secret, in base64. */
  secret: Buffer.from("a secret of the tests, which is long enough").toString("base64"),
  privateKey: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  /** PEM, with the public key. */
  certificate: makeCertificate({ subject: "signer.example", keys }).pem,
} as const;
