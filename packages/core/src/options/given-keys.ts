import { kindFor, serves, type Algorithm } from "../evidence/tokens/keys/algorithms.js";
import { ESCAPED_BREAKS, importGivenKey, type GivenKey } from "../evidence/tokens/keys/given-keys.js";
import type { Problem } from "../lib/errors.js";
import { anyObject, type Form } from "./forms.js";

/** Each may be tried with a token that names none of them. */
export const MOST_KEYS = 16;

export const givenKeyForm: Form = anyObject("an object with a key");

/** The fix for a PEM text whose line breaks are escaped. */
export const UNESCAPE: string = String.raw`write pem.replaceAll("\\n", "\n") in place of pem`;

interface GivenSigningKeys {
  readonly signingKeys?: readonly GivenKey[];
  readonly algorithms?: readonly Algorithm[];
}

/** What is wrong with the keys of an issuer that are given in code, and with the algorithms they are for. */
export function givenKeyProblems(
  { signingKeys, algorithms = ["RS256"] }: GivenSigningKeys,
  at: string,
): Problem[] {
  if (signingKeys === undefined) return fetchedKeyProblems(algorithms, at);
  if (signingKeys.length === 0)
    return [{ path: `${at}signingKeys`, message: "is empty", fix: "give at least one key, or remove it" }];
  const keys = signingKeys.map(importGivenKey);
  const kinds = keys.map((key) => (typeof key === "string" || key.kind === "secret" ? undefined : key.kind));
  return [
    ...repeatedIds(signingKeys, `${at}signingKeys`),
    ...keys.flatMap((key, i) => keyProblems(key, algorithms, `${at}signingKeys[${i}]`)),
    ...neverTried(signingKeys, kinds, `${at}signingKeys`),
  ];
}

function fetchedKeyProblems(algorithms: readonly Algorithm[], at: string): Problem[] {
  const symmetric = algorithms.filter((algorithm) => kindFor(algorithm) === "secret");
  if (symmetric.length === 0) return [];
  const fix =
    "remove it, or give the shared secret in signingKeys: a published key must never serve as a shared secret";
  return [{ path: `${at}algorithms`, message: `allows ${symmetric.join(" and ")} for fetched keys`, fix }];
}

function keyProblems(
  key: ReturnType<typeof importGivenKey>,
  algorithms: readonly Algorithm[],
  path: string,
): Problem[] {
  if (typeof key === "string") {
    const fix =
      key === ESCAPED_BREAKS
        ? UNESCAPE
        : "give n and e, a certificate or publicKey in PEM, or a secret in base64";
    return [{ path, message: key, fix }];
  }
  if (algorithms.some((algorithm) => serves(algorithm, key.kind, key.key))) return [];
  const fix = "add its algorithm to algorithms; a secret must be at least as long as the hash";
  return [{ path, message: `fits none of ${algorithms.join(", ")}`, fix }];
}

interface Identified {
  readonly id?: string;
}

/** Two keys with one id. */
export function repeatedIds(keys: readonly Identified[], at: string): Problem[] {
  const list = at.split(".").at(-1)!;
  return keys.flatMap(({ id }, i) => {
    const first = keys.findIndex((key) => key.id === id);
    if (id === undefined || first === i) return [];
    const fix = "give each key its own id: a kid selects one key";
    return [{ path: `${at}[${i}].id`, message: `repeats the id of ${list}[${first}]`, fix }];
  });
}

/**
 * Keys that no token would be tried with. A request costs one operation with a public or private key at most: a token
 * that names none of the keys is tried with the first of its kind alone, so a second one without an id would be of no
 * use. Secrets have no kind here: all are tried.
 */
export function neverTried(
  keys: readonly Identified[],
  kinds: readonly (string | undefined)[],
  at: string,
): Problem[] {
  const list = at.split(".").at(-1)!;
  return keys.flatMap(({ id }, i) => {
    const first = kinds.indexOf(kinds[i]);
    if (id !== undefined || kinds[i] === undefined || first === i) return [];
    const message = `is missing: ${list}[${first}] is also ${kinds[i]}, and a token whose kid matches no key is tried with the first only`;
    return [{ path: `${at}[${i}].id`, message, fix: "write the kid of the tokens that this key is for" }];
  });
}
