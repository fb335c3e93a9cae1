import { generateKeyPairSync, sign } from "node:crypto";
import type { SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";

/** An issuer's key: the half that it publishes, and tokens signed with the other. */
export interface Signer {
  readonly key: SigningKey;
  /** The published half as it stands in a key set. */
  readonly jwk: object;
  /** A token with these claims; members of the header can be replaced, and left out with `undefined`. */
  token(claims: object, header?: object): string;
}

/** A new key. ES256 is the quick one to make; Entra's tokens need RS256. */
export function signer(kid?: string, alg: "ES256" | "RS256" = "ES256"): Signer {
  const { publicKey, privateKey } =
    alg === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const named = kid === undefined ? {} : { kid };
  return {
    key: { key: publicKey, kind: alg === "RS256" ? "RSA" : "P-256", material: "", ...named },
    jwk: { ...publicKey.export({ format: "jwk" }), use: "sig", ...named },
    token: (claims, header) => {
      const input = `${part({ typ: "JWT", alg, kid, ...header })}.${part(claims)}`;
      const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
      return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
    },
  };
}

/** A part of a token. */
export const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
