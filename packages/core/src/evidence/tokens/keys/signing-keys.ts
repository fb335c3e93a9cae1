import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { kindFor, kindOf, type Algorithm, type KeyKind } from "./algorithms.js";
import { fetchJson, type FetchFailure, type FetchLimits } from "./fetch-json.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** A key that may verify signatures. The same object is reused while the issuer publishes the same key. */
export interface SigningKey {
  /** Absent for a key given in the options without an id. */
  readonly kid?: string;
  readonly key: KeyObject;
  readonly kind: KeyKind;
  /** The only algorithm that it may serve, when its document names one. */
  readonly algorithm?: string;
  /** Entra: the only issuer this key may sign for, exact or with `{tenantid}`. */
  readonly issuer?: string;
  /** Entra: the cloud the key belongs to. */
  readonly cloud?: string;
  /** Its public members, to detect whether a refreshed key is the same. */
  readonly material: string;
}

/** The keys of one issuer. */
export interface SigningKeys {
  readonly byKid: ReadonlyMap<string, SigningKey>;
  /** All keys, including those without a `kid`. */
  readonly all: ReadonlySet<SigningKey>;
}

/** Maximum number of keys in a set. Entra publishes 4 to 8. */
const MAX_KEYS = 100;

/** Indexes keys by `kid`. */
export function signingKeys(keys: readonly SigningKey[]): SigningKeys {
  const byKid = new Map<string, SigningKey>();
  for (const key of keys) if (key.kid !== undefined) byKid.set(key.kid, key);
  return { byKid, all: new Set(keys) };
}

/** Fetches a JWK set. Skips keys that cannot serve the allowed algorithms; no usable key is a failure. */
export async function fetchSigningKeys(
  url: string,
  algorithms: readonly Algorithm[],
  limits: FetchLimits,
  known?: SigningKeys,
): Promise<{ keys: SigningKeys } | FetchFailure> {
  const answer = await fetchJson(url, limits);
  if (!("json" in answer)) return answer;
  const list = own(answer.json as JsonObject, "keys");
  if (!Array.isArray(list) || list.length > MAX_KEYS) return { failure: `no list of 1 to ${MAX_KEYS} keys` };
  const kinds = new Set(algorithms.map(kindFor));
  const keys = (list as unknown[])
    .map((jwk) => importJwk(jwk, known))
    .filter(
      (key) =>
        key !== undefined &&
        kinds.has(key.kind) &&
        (key.algorithm === undefined || algorithms.includes(key.algorithm as Algorithm)),
    );
  return keys.length === 0
    ? { failure: "the key set has no usable signing key" }
    : { keys: signingKeys(keys as SigningKey[]) };
}

const PUBLIC_MEMBERS = ["kty", "crv", "n", "e", "x", "y"];

// Public keys only: an `oct` key in a public document is a published secret.
function importJwk(jwk: unknown, known: SigningKeys | undefined): SigningKey | undefined {
  if (typeof jwk !== "object" || jwk === null) return undefined;
  const text = (name: string): string | undefined => {
    const value = own(jwk as JsonObject, name);
    return typeof value === "string" ? value : undefined;
  };
  const [kid, use, algorithm, issuer, cloud] = ["kid", "use", "alg", "issuer", "cloud_instance_name"].map(
    text,
  );
  if (text("kty") === "oct" || (use ?? "sig") !== "sig") return undefined;
  // RFC 7517 §4.3: a key that names its operations serves no other.
  const operations = own(jwk as JsonObject, "key_ops");
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes("verify")))
    return undefined;
  // A member of the wrong type must not be treated as absent.
  if (["kid", "use", "alg", "issuer"].some((name) => Object.hasOwn(jwk, name) && text(name) === undefined))
    return undefined;
  const material = PUBLIC_MEMBERS.map((name) => text(name) ?? "").join(".");
  const same = kid === undefined ? undefined : known?.byKid.get(kid);
  if (
    same?.material === material &&
    same.issuer === issuer &&
    same.algorithm === algorithm &&
    same.cloud === cloud
  )
    return same;
  try {
    const members = Object.fromEntries(PUBLIC_MEMBERS.map((name) => [name, text(name)]));
    const key = createPublicKey({ key: members as JsonWebKey, format: "jwk" });
    const kind = kindOf(key);
    if (kind === undefined) return undefined;
    return {
      key,
      kind,
      material,
      ...(kid !== undefined && { kid }),
      ...(algorithm !== undefined && { algorithm }),
      ...(issuer !== undefined && { issuer }),
      ...(cloud !== undefined && { cloud }),
    };
  } catch {
    return undefined;
  }
}
