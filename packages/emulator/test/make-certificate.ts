import { createHash, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { createCertificate } from "#src/keys/certificate.js";

/** A client's key with the certificate to register. */
export interface ClientCertificate {
  privateKey: KeyObject;
  pem: string;
  sha1: string;
  sha256: string;
}

/** Makes an RSA key and its self-signed certificate, good until `notAfter` (milliseconds). */
export function makeCertificate(notAfter: number = Date.now() + 86_400_000): ClientCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const notBefore = Date.now() - 90 * 86_400_000;
  const der = createCertificate({
    subject: "client",
    publicKey,
    signingKey: privateKey,
    notBefore,
    notAfter,
  });
  const digest = (algorithm: string): string => createHash(algorithm).update(der).digest("base64url");
  return {
    privateKey,
    pem: new X509Certificate(der).toString(),
    sha1: digest("sha1"),
    sha256: digest("sha256"),
  };
}
