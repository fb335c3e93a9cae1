import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";

/** A self-signed certificate with its key, as a client registers it in Entra. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  /** SHA-256 of the DER in hexadecimal, as MSAL wants it. */
  readonly thumbprintSha256: string;
}

/** Makes one with OpenSSL, as the documentation of Entra tells. */
export function createClientCertificate(): ClientCertificate {
  const pem = execFileSync(
    "openssl",
    "req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN=contoso -keyout - -out -".split(" "),
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const block = (name: string) =>
    new RegExp(`-----BEGIN ${name}-----.*?-----END ${name}-----\\n`, "s").exec(pem)![0];
  const certificate = block("CERTIFICATE");
  const thumbprintSha256 = new X509Certificate(certificate).fingerprint256.replaceAll(":", "");
  return { certificate, privateKey: block("PRIVATE KEY"), thumbprintSha256 };
}
