import { kindFor, type Algorithm } from "./algorithms.js";
import type { SigningKey } from "./signing-keys.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** Whether a key may serve an algorithm: its kind fits, and its document names no other algorithm (RFC 7517 §4.4). */
export function mayServe({ kind, algorithm }: SigningKey, wanted: Algorithm): boolean {
  return kind === kindFor(wanted) && (algorithm === undefined || algorithm === wanted);
}

/**
 * Selects one of several keys under one `kid` (RFC 7517 §4.5): a token costs one signature check, however many keys share
 * its `kid`. `isPermitted` tells whether a key may sign for the token's issuer.
 */
export function keyAmong(
  candidates: readonly SigningKey[],
  header: JsonObject,
  isPermitted: (key: SigningKey) => boolean,
): SigningKey {
  const algorithm = own(header, "alg") as Algorithm;
  const serving = preferred(candidates, (key) => mayServe(key, algorithm));
  // Of keys that nothing tells apart the last one counts, as in a table that a reader fills by `kid`.
  return narrowed(preferred(serving, isPermitted), header).at(-1)!;
}

/** Selects the key of a token that names none by `kid`; undefined where more than one could be meant. */
export function keyWithoutKid(fitting: readonly SigningKey[], header: JsonObject): SigningKey | undefined {
  const [first, ...others] = narrowed(fitting, header);
  // A key that is published twice is still one key.
  return others.every(({ key }) => key.equals(first!.key)) ? first : undefined;
}

function narrowed(keys: readonly SigningKey[], header: JsonObject): readonly SigningKey[] {
  if (keys.length < 2) return keys;
  const algorithm = own(header, "alg");
  const named = preferred(keys, (key) => isNamedByThumbprint(key, header));
  const exact = preferred(named, (key) => key.algorithm === algorithm);
  return preferred(exact, (key) => key.use === "sig");
}

/** The keys with a property, or all of them when none has it. */
function preferred(keys: readonly SigningKey[], has: (key: SigningKey) => boolean): readonly SigningKey[] {
  if (keys.length < 2) return keys;
  const having = keys.filter(has);
  return having.length === 0 ? keys : having;
}

// AD FS and Entra publish the thumbprint as the `kid` as well, so a key without `x5t` is compared by its `kid`.
function isNamedByThumbprint({ x5t, x5tS256, kid }: SigningKey, header: JsonObject): boolean {
  const [sha1, sha256] = [own(header, "x5t"), own(header, "x5t#S256")];
  if (typeof sha256 === "string" && sha256 === x5tS256) return true;
  return typeof sha1 === "string" && sha1 === (x5t ?? kid);
}
