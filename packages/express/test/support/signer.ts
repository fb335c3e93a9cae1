import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from "jose";

/** A key pair that signs tokens, with the public half as its issuer publishes it. */
export interface Signer {
  readonly kid: string;
  readonly algorithm: string;
  readonly publicKey: CryptoKey;
  /** As in a key set; no `alg`, as Entra and many others have it. */
  readonly jwk: JWK;
  /** Signs claims as they are, or a text; header members replace the usual ones, undefined removes one. */
  readonly sign: (claims: object | string, header?: Record<string, unknown>) => Promise<string>;
}

const made = new Map<string, Promise<Signer>>();

/** The key pair of that name. Making one takes time, so tests that say the same name share it. */
export function signer(kid: string, algorithm = "RS256"): Promise<Signer> {
  const name = `${algorithm} ${kid}`;
  if (!made.has(name)) made.set(name, makeSigner(kid, algorithm));
  return made.get(name)!;
}

async function makeSigner(kid: string, algorithm: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    kid,
    algorithm,
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, use: "sig" },
    sign: (claims, header) => signWith(privateKey, claims, { alg: algorithm, kid, typ: "JWT", ...header }),
  };
}

/** Signs claims as they are, or a text, with any key: a private one, or the bytes of a shared secret. */
export function signWith(
  key: CryptoKey | Uint8Array,
  claims: object | string,
  header: Record<string, unknown> & { alg: string },
): Promise<string> {
  const payload = typeof claims === "string" ? claims : JSON.stringify(claims);
  return new CompactSign(Buffer.from(payload)).setProtectedHeader(header).sign(key);
}
