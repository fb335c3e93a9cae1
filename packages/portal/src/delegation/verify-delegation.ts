import { timingSafeEqual } from "node:crypto";
import { ConfigurationError } from "@product-auth/core";
import {
  SIGNED,
  signatureOf,
  type DelegationOperation,
  type DelegationRequest,
} from "./delegation-request.js";

/** How a site checks the requests of a portal. */
export interface VerifyDelegationOptions {
  /** The `validationKey` of the portal, base64. While the key is replaced, the old one and the new one. */
  readonly validationKey: string | readonly string[];
  /** Seconds for which a request is accepted. Default 600. Without effect for the salts of API Management. */
  readonly maxAge?: number;
  /**
   * Which salts are accepted: those of this portal (`portal`, the default), which bind the signature to the operation and the
   * time, or also those of API Management (`any`), which do not.
   */
  readonly salts?: "portal" | "any";
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/** A request that the portal has signed, or why it is refused. `salt`: for `signInToken`. */
export type VerifiedDelegation =
  | (DelegationRequest & { readonly isValid: true; readonly salt: string })
  | {
      readonly isValid: false;
      readonly reason: "operation" | "parameters" | "signature" | "salt" | "expired";
    };

/** Longest value, in characters. */
const LONGEST = 2048;
/** Milliseconds by which the clock of the portal may be ahead. */
const CLOCK_SKEW = 60_000;

/**
 * Checks the query with which a portal sends a user to the site: the signature, and that every parameter belongs to the operation.
 * Compares in constant time. A request can be used again while it is accepted: before something is bought or closed, compare
 * `userId` with the user who is signed in at the site.
 */
export function verifyDelegation(
  query: URLSearchParams | string,
  { validationKey, maxAge = 600, salts = "portal", clock = () => Date.now() }: VerifyDelegationOptions,
): VerifiedDelegation {
  const keys = (typeof validationKey === "string" ? [validationKey] : validationKey).map(keyOf);
  const given = parametersOf(typeof query === "string" ? new URLSearchParams(query) : query);
  if (given === undefined) return refused("parameters");
  const operation = given.get("operation") ?? "";
  if (!isOperation(operation)) return refused("operation");
  const names = SIGNED[operation];
  const [salt = "", sig = ""] = [given.get("salt"), given.get("sig")];
  const values = names.map((name) => given.get(name) ?? "");
  const foreign = ALL.filter((name) => given.has(name) && !names.includes(name));
  if (foreign.length > 0 || salt === "" || !values.every((value, i) => isSound(names[i] ?? "", value)))
    return refused("parameters");
  if (!isSigned(values, { salt, sig, keys })) return refused("signature");
  const made = madeIn(salt);
  if (made === undefined && salts === "portal") return refused("salt");
  if (made !== undefined && made.operation !== operation) return refused("operation");
  if (made !== undefined && !isFresh(made.at, clock(), maxAge * 1000)) return refused("expired");
  const request = Object.fromEntries(names.map((name, i) => [name, values[i]]));
  return Object.freeze({ isValid: true, operation, ...request, salt } as VerifiedDelegation);
}

type Reason = Extract<VerifiedDelegation, { isValid: false }>["reason"];

const refused = (reason: Reason): VerifiedDelegation => Object.freeze({ isValid: false, reason });

const ALL: readonly string[] = [...new Set(Object.values(SIGNED).flat())];

const isOperation = (text: string): text is DelegationOperation => Object.hasOwn(SIGNED, text);

function keyOf(text: string): Buffer {
  const key = Buffer.from(text, "base64");
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && key.length > 0) return key;
  const fix = "pass the validationKey of the portal";
  throw new ConfigurationError([{ path: "validationKey", message: "is not base64", fix }]);
}

/** The parameters; undefined when one that counts is repeated or too long. */
function parametersOf(query: URLSearchParams): ReadonlyMap<string, string> | undefined {
  const names = ["operation", "salt", "sig", ...ALL];
  const all = names.map((name) => [name, query.getAll(name)] as const);
  if (all.some(([, values]) => values.length > 1 || (values[0]?.length ?? 0) > LONGEST)) return undefined;
  return new Map(all.flatMap(([name, [value]]) => (value === undefined ? [] : [[name, value] as const])));
}

/**
 * Whether a value has the form of its parameter. An id is not a path, so that the address of a page, which a visitor chooses, is
 * never signed as the id of a user. No value has control characters: line feeds separate the signed values.
 */
function isSound(name: string, value: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (value === "" || /[\u0000-\u001f\u007f]/.test(value)) return false;
  return name === "returnUrl" ? /^\/(?![/\\])/.test(value) : !/[/\\]/.test(value);
}

function isSigned(
  values: readonly string[],
  { salt, sig, keys }: { readonly salt: string; readonly sig: string; readonly keys: readonly Buffer[] },
): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/^[A-Za-z0-9+/]{86}==$/.test(sig) || /[\u0000-\u001f\u007f]/.test(salt)) return false;
  const given = Buffer.from(sig, "base64");
  return keys.map((key) => timingSafeEqual(signatureOf(values, salt, key), given)).includes(true);
}

/** What a salt of the portal states; undefined for another one. */
function madeIn(salt: string): { readonly operation: string; readonly at: number } | undefined {
  const text = Buffer.from(salt, "base64").toString("latin1");
  const found = /^([A-Za-z]{1,20})\.(\d{1,16})\.[\w-]{24}$/.exec(text);
  return found === null ? undefined : { operation: found[1] ?? "", at: Number(found[2]) };
}

const isFresh = (at: number, now: number, maxAge: number): boolean =>
  at <= now + CLOCK_SKEW && now - at <= maxAge;
