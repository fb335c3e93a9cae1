import { createPrivateKey, X509Certificate, webcrypto } from "node:crypto";
import * as client from "openid-client";

/** How the portal authenticates at the token endpoint. */
export type EntraCredential =
  | { readonly secret: string }
  | {
      /** SHA-256 of the certificate, base64url. */
      readonly thumbprint: string;
      /** The private key, PKCS #8. */
      readonly key: Uint8Array;
    };

const LEAST_BITS = 2048;

/** Reads the secret or the certificate of the options; a sentence when the certificate cannot be used. */
export function readCredential(options: {
  readonly clientSecret?: string;
  readonly certificate?: string;
}): EntraCredential | string {
  const { clientSecret, certificate } = options;
  if (certificate === undefined) return { secret: clientSecret ?? "" };
  try {
    const read = new X509Certificate(certificate);
    const key = createPrivateKey(certificate);
    if (key.asymmetricKeyType !== "rsa" || (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS)
      return `has no RSA key of ${LEAST_BITS} bits or more`;
    if (!read.checkPrivateKey(key)) return "has a private key that belongs to another certificate";
    const digest = Buffer.from(read.fingerprint256.replaceAll(":", ""), "hex");
    return {
      thumbprint: digest.toString("base64url"),
      key: key.export({ type: "pkcs8", format: "der" }),
    };
  } catch {
    // The cause may quote the text, which holds a private key.
    return "cannot be read";
  }
}

/** The client authentication of openid-client: a secret in the form, or an assertion as Entra demands it. */
export async function clientAuthenticationOf(credential: EntraCredential): Promise<client.ClientAuth> {
  if ("secret" in credential) return client.ClientSecretPost(credential.secret);
  const algorithm = { name: "RSA-PSS", hash: "SHA-256" };
  const key = await webcrypto.subtle.importKey("pkcs8", credential.key, algorithm, false, ["sign"]);
  const { thumbprint } = credential;
  return (server, ...rest) => {
    const assert = client.PrivateKeyJwt(key, {
      // Entra finds the certificate by its thumbprint, and accepts its token endpoint as audience, not its issuer.
      [client.modifyAssertion](header, payload) {
        header["x5t#S256"] = thumbprint;
        payload["aud"] = server.token_endpoint;
      },
    });
    return assert(server, ...rest);
  };
}
