import {
  placeProblems,
  SCHEME_NAMES,
  tokenPlaceOf,
  type TokenSourceMembers,
  type TokenSourceOptions,
} from "../request/token-source.js";
import type { TokenPlace } from "../request/token-place.js";
import { DEFAULT_TOKEN_CACHE_BYTES } from "../evidence/tokens/token-cache.js";
import type { Problem } from "../lib/errors.js";
import {
  aFunction,
  count,
  either,
  flag,
  object,
  oneOf,
  optional,
  seconds,
  text,
  type FormsOf,
  type ObjectForm,
  nothingLeft,
} from "./forms.js";
import { problemsIn, type Given } from "./given.js";

/** Where tokens are looked for, and how much of them is read and remembered. */
export interface TokenOptions {
  /**
   * Where a token is looked for: one header field, query parameter or cookie, or a function. Nothing else is looked at.
   * Default: `Authorization: Bearer`. A rule may name another place for its route.
   */
  readonly tokenSource?: TokenSourceOptions;
  /** Seconds that clocks may differ. Default 300, as Microsoft's libraries have it; at most 3600. */
  readonly clockTolerance?: number;
  /** Longest token accepted, in characters. Default 16384, at most 131072. */
  readonly maxTokenLength?: number;
  /** Verified tokens remembered at most; 0 switches the cache off. Default 10000, at most 1000000. */
  readonly tokenCacheSize?: number;
  /**
   * Bytes that remembered tokens may take together: one with thousands of roles takes as much as fifty others. 0
   * switches the cache off. Default 33554432 (32 MiB), at most 1073741824 (1 GiB).
   */
  readonly tokenCacheBytes?: number;
}

export interface SettledTokens {
  readonly source: TokenPlace;
  readonly clockTolerance: number;
  readonly maxTokenLength: number;
  readonly tokenCacheSize: number;
  readonly tokenCacheBytes: number;
}

/** Tokens of Entra live for an hour or so: with more tolerance than that, `exp` means nothing. */
const MOST_CLOCK_TOLERANCE = 3_600;
/** Eight times what Node takes of all headers by default. What is longer is read before its signature is checked. */
const MOST_TOKEN_LENGTH = 131_072;
/** A quarter of a kilobyte each at least: more tokens than a process has memory for. */
const MOST_TOKENS = 1_000_000;
/** 1 GiB: a quarter of the heap that Node uses by default on a large machine. */
const MOST_CACHE_BYTES = 1_073_741_824;

/** The form of a token source that is plain data. */
export const tokenSourceForm: ObjectForm = object<TokenSourceMembers>({
  header: optional(text()),
  scheme: optional(oneOf(SCHEME_NAMES)),
  requireScheme: optional(flag),
  query: optional(text()),
  cookie: optional(text()),
});

export const tokenForms: FormsOf<TokenOptions> = {
  tokenSource: optional(
    either([tokenSourceForm, aFunction], 'an object such as { cookie: "__Host-token" }, or a function'),
  ),
  maxTokenLength: optional(count("characters", MOST_TOKEN_LENGTH, 1)),
  clockTolerance: optional(seconds(MOST_CLOCK_TOLERANCE)),
  tokenCacheSize: optional(count("tokens", MOST_TOKENS)),
  tokenCacheBytes: optional(count("bytes", MOST_CACHE_BYTES)),
};

export function tokenProblems(given: Given<TokenOptions>): readonly Problem[] {
  return problemsIn(given, ["tokenSource"], ({ tokenSource = {} }) =>
    placeProblems("tokenSource", tokenSource),
  );
}

/** The header field in which tokens are sent, in lower case; undefined when they are sent elsewhere. */
export function tokenHeaderOf(source: TokenSourceOptions = {}): string | undefined {
  const place = tokenPlaceOf(source);
  if ("cookie" in place) return "cookie";
  return "header" in place ? place.header : undefined;
}

export function settleTokens({
  tokenSource = {},
  maxTokenLength = 16_384,
  clockTolerance = 300,
  tokenCacheSize = 10_000,
  tokenCacheBytes = DEFAULT_TOKEN_CACHE_BYTES,
  ...left
}: TokenOptions): SettledTokens {
  nothingLeft(left);
  const source = tokenPlaceOf(tokenSource);
  return { source, maxTokenLength, clockTolerance, tokenCacheSize, tokenCacheBytes };
}
