import { ALGORITHMS, kindFor, type Algorithm } from "./algorithms.js";
import { fetchJson, type FetchFailure, type FetchLimits } from "./fetch-json.js";
import { importJwk } from "./import-jwk.js";
import { inWords, type SkippedKeys } from "./skipped-keys.js";
import { signingKeys, type SigningKey, type SigningKeys } from "./signing-keys.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** Which algorithms the keys of an issuer may serve. */
export interface AllowedAlgorithms {
  readonly algorithms: readonly Algorithm[];
  /** Whether the issuer's kind decides the algorithms, so that no option can add one. */
  readonly pinned?: boolean;
}

/** A key set that was fetched, but has no usable key: why each one was skipped. */
export interface KeySetFailure extends FetchFailure {
  readonly skipped?: readonly SkippedKeys[];
}

/** Maximum number of usable keys. Entra publishes 4 to 8, a directory of banks up to a thousand. */
const MAX_KEYS = 1_000;
/** Maximum number of keys that are looked at: importing a key that turns out to be unusable takes time as well. */
const MAX_ENTRIES = 5_000;

/** Fetches a JWK set. Skips keys that cannot serve the allowed algorithms; no usable key is a failure. */
export async function fetchKeySet(
  url: string,
  allowed: AllowedAlgorithms,
  limits: FetchLimits,
  known?: SigningKeys,
): Promise<SigningKeys | KeySetFailure> {
  const answer = await fetchJson(url, limits);
  if (!("json" in answer)) return answer;
  const list = own(answer.json as JsonObject, "keys");
  if (!Array.isArray(list)) return { failure: "no list of keys" };
  const keys = readKeySet(list, allowed, known);
  if (keys.all.size > 0) return keys;
  const { skipped } = keys;
  const reasons = skipped.length === 0 ? "" : `. ${inWords(skipped)}`;
  return { failure: `the key set has no usable signing key${reasons}`, skipped };
}

/** Reads a list of JWKs. A key that cannot be used is skipped and counted, whatever is wrong with it. */
export function readKeySet(
  list: readonly unknown[],
  allowed: AllowedAlgorithms,
  known?: SigningKeys,
): SigningKeys {
  const usable: SigningKey[] = [];
  const skipped = new Map<string, number>();
  const skip = (reason: string, keys = 1): void =>
    void skipped.set(reason, (skipped.get(reason) ?? 0) + keys);
  for (const jwk of list.slice(0, MAX_ENTRIES)) {
    if (usable.length === MAX_KEYS) {
      skip(`more than ${MAX_KEYS} usable keys`);
      continue;
    }
    const key = importJwk(jwk, known);
    const flaw = typeof key === "string" ? key : whyNotAllowed(key, allowed);
    if (flaw === undefined) usable.push(key as SigningKey);
    else skip(flaw);
  }
  if (list.length > MAX_ENTRIES) skip(`beyond the first ${MAX_ENTRIES} keys`, list.length - MAX_ENTRIES);
  const counts = [...skipped].map(([reason, keys]) => Object.freeze({ reason, keys }));
  return signingKeys(usable, Object.freeze(counts));
}

function whyNotAllowed(
  { algorithm, kind }: SigningKey,
  { algorithms, pinned = false }: AllowedAlgorithms,
): string | undefined {
  const serving = PUBLIC.filter((one) => kindFor(one) === kind);
  if (algorithm !== undefined) {
    if (!PUBLIC.includes(algorithm as Algorithm)) return "alg is not an algorithm that can be allowed";
    if (!serving.includes(algorithm as Algorithm)) return "alg and kty do not fit together";
    if (algorithms.includes(algorithm as Algorithm)) return undefined;
    return pinned ? `${algorithm} only` : `${algorithm} only; add it to algorithms`;
  }
  if (serving.some((one) => algorithms.includes(one))) return undefined;
  return pinned ? `kind ${kind}` : `kind ${kind}; add ${serving.join(" or ")} to algorithms`;
}

/** The algorithms of public keys: no published key serves as a shared secret. */
const PUBLIC = ALGORITHMS.filter((algorithm) => kindFor(algorithm) !== "secret");
