import { createPublicKey, type KeyObject } from "node:crypto";
import { own, type JsonObject } from "./compact-jws.js";
import { fetchJson, type FetchFailure, type FetchLimits } from "./fetch-json.js";

/** A public key that may verify signatures. The object stays the same while the issuer publishes the same key. */
export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** Entra: the only issuer this key may sign for, exact or with `{tenantid}`. */
  readonly issuer?: string;
  /** Modulus and exponent, to see whether a refreshed key is the same one. */
  readonly material: string;
}

/** Keys by `kid`. */
export type SigningKeys = ReadonlyMap<string, SigningKey>;

/** RFC 8725 §3.2 and NIST SP 800-131A: shorter RSA keys are not accepted. */
const MIN_RSA_BITS = 2048;
/** Entra publishes 4 to 8 keys; a set larger than this is not one we want to import. */
const MAX_KEYS = 100;

/** Fetches a JWK set; keys that cannot verify RS256 are passed over, an empty set is a failure. */
export async function fetchSigningKeys(
  url: string,
  limits: FetchLimits,
  known?: SigningKeys,
): Promise<{ keys: SigningKeys } | FetchFailure> {
  const answer = await fetchJson(url, limits);
  if (!("json" in answer)) return answer;
  const list = own(answer.json as JsonObject, "keys");
  if (!Array.isArray(list) || list.length > MAX_KEYS) return { failure: `no list of 1 to ${MAX_KEYS} keys` };
  const keys = new Map<string, SigningKey>();
  for (const jwk of list as unknown[]) {
    const key = importKey(jwk, known);
    if (key !== undefined) keys.set(key.kid, key);
  }
  return keys.size === 0 ? { failure: "the key set has no usable signing key" } : { keys };
}

function importKey(jwk: unknown, known: SigningKeys | undefined): SigningKey | undefined {
  if (typeof jwk !== "object" || jwk === null) return undefined;
  const member = (name: string) => own(jwk as JsonObject, name);
  const [kid, n, e, use, alg, issuer] = ["kid", "n", "e", "use", "alg", "issuer"].map(member);
  if (member("kty") !== "RSA" || typeof kid !== "string" || typeof n !== "string" || typeof e !== "string")
    return undefined;
  if ((use !== undefined && use !== "sig") || (alg !== undefined && alg !== "RS256")) return undefined;
  if (issuer !== undefined && typeof issuer !== "string") return undefined;
  const material = `${n}.${e}`;
  const same = known?.get(kid);
  if (same?.material === material && same.issuer === issuer) return same;
  try {
    const key = createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_RSA_BITS) return undefined;
    return { kid, key, material, ...(issuer !== undefined && { issuer }) };
  } catch {
    return undefined;
  }
}
