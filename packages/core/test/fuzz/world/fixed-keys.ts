import {
  checkPrimeSync,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";

/** A key pair made from its name: the same in every run, so that a failing case can be replayed, and kept nowhere. */
export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public half. */
  readonly jwk: JsonWebKey;
  readonly pem: string;
}

const E = 65_537n;

/** An RSA pair. */
export function rsaPair(name: string, bits = 2048): Pair {
  const [p, q] = [prime(`${name}/p`, bits / 2), prime(`${name}/q`, bits / 2)];
  const d = inverse(E, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: E, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const key: JsonWebKey = { kty: "RSA" };
  for (const [member, value] of Object.entries(numbers)) key[member] = base64url(value);
  return pairOf(createPrivateKey({ key, format: "jwk" }));
}

/** A pair on the curve P-256. */
export function ecPair(name: string): Pair {
  const d = stream(name, 32);
  d[0] = 1; // below the order of the curve
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((number) => number.toString("base64url"));
  const key = { kty: "EC", crv: "P-256", d: d.toString("base64url"), x: x!, y: y! };
  return pairOf(createPrivateKey({ key, format: "jwk" }));
}

/** An Ed25519 pair (RFC 8410 §7: the seed behind a fixed prefix). */
export function edPair(name: string): Pair {
  const key = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), stream(name, 32)]);
  return pairOf(createPrivateKey({ key, format: "der", type: "pkcs8" }));
}

/** As many bytes as wanted, always the same for one name. */
export const stream = (name: string, length: number): Buffer =>
  createHash("shake256", { outputLength: length }).update(name).digest();

function pairOf(privateKey: KeyObject): Pair {
  const publicKey = createPublicKey(privateKey);
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return { privateKey, publicKey, jwk: publicKey.export({ format: "jwk" }), pem };
}

const SMALL_PRIMES = [3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n, 59n, 61n, 67n];

function prime(name: string, bits: number): bigint {
  const highest = 3n << BigInt(bits - 2);
  let candidate = BigInt(`0x${stream(name, bits / 8).toString("hex")}`) | highest | 1n;
  const isPrime = () => SMALL_PRIMES.every((small) => candidate % small !== 0n) && checkPrimeSync(candidate);
  while ((candidate - 1n) % E === 0n || !isPrime()) candidate += 2n;
  return candidate;
}

// Euclid's extended algorithm.
function inverse(value: bigint, modulus: bigint): bigint {
  let [r, next, t, nextT] = [modulus, value % modulus, 0n, 1n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return t < 0n ? t + modulus : t;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
}
