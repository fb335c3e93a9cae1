import { issuerOf } from "../authority.js";
import type { SigningKey } from "../keys/signing-key.js";
import type { Members } from "../tokens/compact-jws.js";

/** The keys document (RFC 7517 §5) with Entra's own members: no `alg`, and in version 2 the issuer each key may sign for. */
export function keySet(
  issuerOrigin: string,
  keys: readonly SigningKey[],
  version: 1 | 2,
): { keys: Members[] } {
  const entra =
    version === 2
      ? { cloud_instance_name: "microsoftonline.com", issuer: issuerOf(issuerOrigin, "{tenantid}", 2) }
      : {};
  return {
    keys: keys.map(({ kid, n, e, certificate }) => ({
      kty: "RSA",
      use: "sig",
      kid,
      x5t: kid,
      n,
      e,
      x5c: [certificate.toString("base64")],
      ...entra,
    })),
  };
}
