import type { Algorithm } from "#src/index.js";
import { ALGORITHMS, verifySignature } from "#src/evidence/tokens/keys/algorithms.js";
import { CompactJwsReader } from "#src/evidence/tokens/jws/compact-jws.js";
import { importGivenKey } from "#src/evidence/tokens/keys/given-keys.js";
import { GivenKeys } from "#src/evidence/tokens/keys/key-source.js";
import { OpenIdIssuer } from "#src/evidence/tokens/issuers/openid-issuer.js";
import { fetchKeySet } from "#src/evidence/tokens/keys/key-set.js";
import { keyAmong } from "#src/evidence/tokens/keys/select-key.js";
import { signingKeys, type SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";
import type { Jwk } from "./vector-files.js";
import { own } from "#src/lib/json-object.js";

const reader = new CompactJwsReader();

/** The public keys of a set that its issuer publishes, fetched and imported as every published set is. */
export async function published(keys: readonly Jwk[]): Promise<readonly SigningKey[]> {
  const limits = {
    fetch: () => Promise.resolve(new Response(JSON.stringify({ keys }))),
    timeout: 1_000,
    maxBytes: 65_536,
    signal: new AbortController().signal,
  };
  const algorithms = ALGORITHMS.filter((algorithm) => !algorithm.startsWith("HS"));
  const answer = await fetchKeySet("https://issuer.example/keys", { algorithms }, limits);
  return "all" in answer ? [...answer.all] : [];
}

/** A shared secret as somebody would write it into the options; none when the options refuse it. */
export function secretKeys({ kid, k }: Jwk): readonly SigningKey[] {
  const secret = Buffer.from(String(k), "base64url").toString("base64");
  const key = importGivenKey({ secret, ...(kid !== undefined && { id: kid }) });
  return typeof key === "string" ? [] : [key];
}

/**
 * The verdict of reader, header rules, choice of key and signature check, put together as for a token. Vectors sign
 * plain texts and tokens carry JSON objects: an object stands in for the payload while the reader looks at header
 * and signature, and the payload itself is read in the signature's place, where any bytes may stand.
 */
export function accepts(text: string, keys: readonly SigningKey[]): boolean {
  const [header = "", payload = "", signature = "", ...more] = text.split(".");
  const jws = reader.read([header, "e30", signature, ...more].join("."));
  if ("code" in jws) return false;
  if (payload !== "" && "code" in reader.read(`e30.e30.${payload}`)) return false;
  const source = new GivenKeys(signingKeys(keys));
  const issuer = new OpenIdIssuer(SETTINGS, source);
  if (issuer.checkHeader(jws.header) !== undefined) return false;
  const snapshot = source.current();
  const named = snapshot.keys.byKid.get(own(jws.header, "kid") as string);
  const candidates =
    named === undefined
      ? issuer.keysWithoutKid(jws.header, snapshot)
      : [keyAmong(named, jws.header, () => true)];
  const algorithm = own(jws.header, "alg") as Algorithm;
  return candidates.some(
    ({ kind, key, algorithm: only }) =>
      (only === undefined || only === algorithm) &&
      verifySignature(
        algorithm,
        kind,
        key,
        Buffer.from(`${header}.${payload}`),
        Buffer.from(jws.signature, "base64url"),
      ),
  );
}

const SETTINGS = {
  issuers: ["https://issuer.example"],
  algorithms: ALGORITHMS,
  audiences: new Set<string>(),
  tryAll: true,
  rolesClaim: "roles",
  scopesClaim: "scope",
  clientClaim: undefined,
  requireExpirationTime: true,
  callerOf: undefined,
  audienceClaim: undefined,
};
