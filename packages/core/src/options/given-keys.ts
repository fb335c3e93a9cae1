import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import type { IssuerOptions, ProductAuthOptions } from "./options.js";
import { importDecryptionKey, type DecryptionKey } from "../evidence/tokens/jws/decrypter.js";
import { importGivenKey, type GivenKey } from "../evidence/tokens/keys/given-keys.js";
import { opensFor } from "../evidence/tokens/jws/jwe-envelope.js";
import { kindFor, serves } from "../evidence/tokens/keys/algorithms.js";
import { isTrustworthyUrl } from "../lib/trustworthy-url.js";

/** What is wrong with issuers other than Entra, and with the keys given in code. */
export function issuerProblems(options: ProductAuthOptions, products: readonly string[]): Problem[] {
  const { issuer, jwksUri, issuers = [], decryptionKeys = [] } = options;
  return [
    ...(issuer === undefined
      ? shortProblems(jwksUri)
      : oneIssuer({ issuer, ...(jwksUri !== undefined && { jwksUri }) }, "", products)),
    ...issuers.flatMap((given, i) => oneIssuer(given, `issuers[${i}].`, products)),
    ...sharedIssuers(options),
    ...decryptionProblems(decryptionKeys),
  ];
}

function decryptionProblems(decryptionKeys: readonly DecryptionKey[]): Problem[] {
  const kinds: (string | undefined)[] = [];
  const unreadable = decryptionKeys.flatMap((given, i): Problem[] => {
    try {
      const opening = opensFor(importDecryptionKey(given));
      kinds[i] = opening.kind === "curve" ? opening.crv : opening.kind === "RSA" ? "RSA" : undefined;
      return [];
    } catch {
      const fix =
        'give privateKey: "-----BEGIN PRIVATE KEY-----…", or secret: base64 of 16, 32, 48 or 64 bytes';
      return [{ path: `decryptionKeys[${i}]`, message: "cannot be read", fix }];
    }
  });
  return [
    ...unreadable,
    ...sameIds(decryptionKeys, "decryptionKeys"),
    ...neverTried(decryptionKeys, kinds, "decryptionKeys"),
  ];
}

function shortProblems(jwksUri: string | undefined): Problem[] {
  if (jwksUri === undefined) return [];
  return [
    {
      path: "jwksUri",
      message: "has no issuer",
      fix: "write issuer, the exact iss of the tokens, beside it",
    },
  ];
}

function oneIssuer(given: IssuerOptions, at: string, products: readonly string[]): Problem[] {
  const { issuer, discoveryUrl, jwksUri, signingKeys } = given;
  const problems: Problem[] = [];
  const names = [issuer ?? []].flat();
  if (issuer !== undefined && (names.length === 0 || names.includes(""))) {
    problems.push({ path: `${at}issuer`, message: "is empty", fix: "write the exact iss of the tokens" });
  }
  const ways = Object.entries({ discoveryUrl, jwksUri, signingKeys }).filter(
    ([, value]) => value !== undefined,
  );
  if (ways.length > 1) {
    const fix = `keep one of ${ways.map(([name]) => name).join(", ")}`;
    problems.push({
      path: `${at}${ways[1]![0]}`,
      message: `is a second way to the keys besides ${ways[0]![0]}`,
      fix,
    });
  }
  if (issuer === undefined && discoveryUrl === undefined) {
    const fix = "write the exact iss of the tokens, or a discoveryUrl whose document names it";
    problems.push({ path: `${at}issuer`, message: "is missing", fix });
  }
  if (ways.length === 0 && names.length > 1) {
    const fix =
      "write discoveryUrl, jwksUri or signingKeys: several issuers do not tell where their keys are";
    problems.push({ path: `${at}issuer`, message: "is a list without a way to the keys", fix });
  }
  const addresses = {
    discoveryUrl,
    jwksUri,
    ...(ways.length === 0 && names.length === 1 && { issuer: names[0] }),
  };
  for (const [name, address] of Object.entries(addresses)) {
    if (address === undefined || address === "" || isTrustworthyUrl(address)) continue;
    problems.push({
      path: `${at}${name}`,
      message: "is no https address",
      fix: "write an https address; http only on this machine",
    });
  }
  return [...problems, ...productProblems(given, at, products), ...keyProblems(given, at)];
}

function productProblems({ products = [] }: IssuerOptions, at: string, known: readonly string[]): Problem[] {
  return products.flatMap((name, i) => {
    if (known.includes(name)) return [];
    const meant = didYouMean(name, known);
    const fix = meant === undefined ? `name one of ${known.join(", ")}` : `did you mean "${meant}"?`;
    return [{ path: `${at}products[${i}]`, message: "is an unknown product", fix }];
  });
}

function keyProblems({ signingKeys, algorithms = ["RS256"] }: IssuerOptions, at: string): Problem[] {
  const symmetric = algorithms.filter((algorithm) => kindFor(algorithm) === "secret");
  if (signingKeys === undefined) {
    if (symmetric.length === 0) return [];
    const fix =
      "remove it, or give the shared secret in signingKeys: a published key must never be a shared secret";
    return [{ path: `${at}algorithms`, message: `allows ${symmetric.join(" and ")} for fetched keys`, fix }];
  }
  if (signingKeys.length === 0) {
    return [{ path: `${at}signingKeys`, message: "is empty", fix: "give at least one key, or remove it" }];
  }
  const kinds = signingKeys.map((given) => {
    const key = importGivenKey(given);
    return typeof key === "string" || key.kind === "secret" ? undefined : key.kind;
  });
  return [
    ...sameIds(signingKeys, `${at}signingKeys`),
    ...signingKeys.flatMap((given, i) => oneKey(given, i)),
    ...neverTried(signingKeys, kinds, `${at}signingKeys`),
  ];

  function oneKey(given: GivenKey, i: number): Problem[] {
    const path = `${at}signingKeys[${i}]`;
    const key = importGivenKey(given);
    if (typeof key === "string") {
      const fix = "give n and e, a certificate or publicKey in PEM, or a secret in base64";
      return [{ path, message: key, fix }];
    }
    if (algorithms.some((algorithm) => serves(algorithm, key.kind, key.key))) return [];
    const fix = "name the algorithm it signs with in algorithms; a secret must be as long as its hash";
    return [{ path, message: `fits none of ${algorithms.join(", ")}`, fix }];
  }
}

interface Identified {
  readonly id?: string;
}

function sameIds(keys: readonly Identified[], at: string): Problem[] {
  const list = at.split(".").at(-1)!;
  return keys.flatMap(({ id }, i) => {
    const first = keys.findIndex((key) => key.id === id);
    if (id === undefined || first === i) return [];
    const fix = "give each key its own id: a kid chooses one key";
    return [{ path: `${at}[${i}].id`, message: `is also that of ${list}[${first}]`, fix }];
  });
}

// A request costs one operation with a public or private key at most. A token that names none of the keys is tried with
// the first of its kind alone, so a second one without an id would be of no use. Secrets have no kind here: all are tried.
function neverTried(
  keys: readonly Identified[],
  kinds: readonly (string | undefined)[],
  at: string,
): Problem[] {
  const list = at.split(".").at(-1)!;
  return keys.flatMap(({ id }, i) => {
    const first = kinds.indexOf(kinds[i]);
    if (id !== undefined || kinds[i] === undefined || first === i) return [];
    const message = `is missing: ${list}[${first}] is ${kinds[i]} too, and a token that names neither is tried with the first`;
    return [{ path: `${at}[${i}].id`, message, fix: "write the kid of the tokens that this key is for" }];
  });
}

function sharedIssuers({ issuer, issuers = [] }: ProductAuthOptions): Problem[] {
  const seen = new Set([issuer ?? []].flat());
  return issuers.flatMap((given, i) => {
    const names = [given.issuer ?? []].flat();
    const again = names.find((name) => seen.has(name));
    for (const name of names) seen.add(name);
    const fix = "give one issuer one entry, with all its keys";
    return again === undefined ? [] : [{ path: `issuers[${i}].issuer`, message: "is listed twice", fix }];
  });
}
