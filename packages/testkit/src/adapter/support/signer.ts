import { CompactSign, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from "jose";

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
const pairs = new Map<string, Promise<JWK>>();

/** The key pair of that name. Making one takes time, so tests that say the same name share it. */
export function signer(kid: string, algorithm = "RS256"): Promise<Signer> {
  return once(made, `${algorithm} ${kid}`, () => makeSigner(kid, algorithm));
}

async function makeSigner(kid: string, algorithm: string): Promise<Signer> {
  const pair = await once(pairs, `${familyOf(algorithm)} ${kid}`, () => makePair(algorithm));
  const { kty, crv, n, e, x, y } = pair;
  const jwk = JSON.parse(JSON.stringify({ kty, crv, n, e, x, y, kid, use: "sig" })) as JWK;
  const privateKey = (await importJWK(pair, algorithm)) as CryptoKey;
  const publicKey = (await importJWK(jwk, algorithm, { extractable: true })) as CryptoKey;
  const sign: Signer["sign"] = (claims, header) =>
    signWith(privateKey, claims, { alg: algorithm, kid, typ: "JWT", ...header });
  return { kid, algorithm, publicKey, jwk, sign };
}

async function makePair(algorithm: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return exportJWK(privateKey);
}

/** One RSA key serves all its algorithms; a curve serves one. */
const familyOf = (algorithm: string) => (/^[RP]S/.test(algorithm) ? "RSA" : algorithm);

function once<T>(known: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  if (!known.has(name)) known.set(name, make());
  return known.get(name)!;
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
