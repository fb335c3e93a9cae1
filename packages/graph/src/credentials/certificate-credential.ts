import { constants, createPrivateKey, randomUUID, sign, X509Certificate, type KeyObject } from "node:crypto";
import { entraCredential, JWT_BEARER, type EntraClient } from "./entra-credential.js";
import type { GraphCredential } from "./graph-credential.js";

/** A certificate and its private key. */
export interface ClientCertificate {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** Seconds that an assertion is valid, as MSAL makes them. */
const LIFETIME = 600;

/** A credential with a certificate: signs an assertion with PS256 (entra.md 3.2). */
export function certificateCredential(
  client: EntraClient,
  { certificate, key }: ClientCertificate,
): GraphCredential {
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
  const header = encoded({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint });
  return entraCredential(client, (tokenUrl) => {
    const now = Math.floor(client.clock() / 1000);
    const { clientId } = client;
    const claims = {
      aud: tokenUrl,
      iss: clientId,
      sub: clientId,
      jti: randomUUID(),
      nbf: now,
      iat: now,
      exp: now + LIFETIME,
    };
    const signed = `${header}.${encoded(claims)}`;
    const options = {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
    const assertion = `${signed}.${sign("sha256", Buffer.from(signed), options).toString("base64url")}`;
    return Promise.resolve({
      fields: { client_assertion_type: JWT_BEARER, client_assertion: assertion },
      secrets: [assertion],
    });
  });
}

/** Reads certificate and key from a PEM text. Undefined: one of them is missing, encrypted, of another kind, or they do not match. */
export function certificateOf(pem: string): ClientCertificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "rsa" && certificate.checkPrivateKey(key)
      ? { certificate, key }
      : undefined;
  } catch {
    return undefined;
  }
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
