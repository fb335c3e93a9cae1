import type { CredentialSources } from "../request/credentials.js";
import { DEFAULT_TOKEN_CACHE_BYTES } from "../evidence/tokens/token-cache.js";
import type { Problem } from "../lib/errors.js";
import { count, flag, object, optional, seconds, text, type FormsOf, nothingLeft } from "./forms.js";
import { problemsIn, type Given } from "./given.js";

/** Where a token is looked for. Exactly one place. */
export interface TokenSourceOptions {
  /** Header field. Default `Authorization`; in any other field the token stands bare. */
  readonly header?: string;
  /** Whether `Authorization` must say `Bearer`. Default true; false also accepts the bare token. */
  readonly requireScheme?: boolean;
  /** Query parameter instead of a header. Tokens in addresses end up in logs (RFC 6750 §5.3). */
  readonly query?: string;
}

/** Where tokens are looked for, and how much of them is read and remembered. */
export interface TokenOptions {
  /** Where a token is looked for. Default: `Authorization: Bearer`. */
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
  readonly source: CredentialSources["token"];
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

export const tokenForms: FormsOf<TokenOptions> = {
  tokenSource: optional(
    object<TokenSourceOptions>({
      header: optional(text()),
      requireScheme: optional(flag),
      query: optional(text()),
    }),
  ),
  maxTokenLength: optional(count("characters", MOST_TOKEN_LENGTH, 1)),
  clockTolerance: optional(seconds(MOST_CLOCK_TOLERANCE)),
  tokenCacheSize: optional(count("tokens", MOST_TOKENS)),
  tokenCacheBytes: optional(count("bytes", MOST_CACHE_BYTES)),
};

export function tokenProblems(given: Given<TokenOptions>): readonly Problem[] {
  return problemsIn(given, ["tokenSource"], ({ tokenSource = {} }) => [
    ...headerNameProblems("tokenSource.header", tokenSource.header),
    ...placeProblems(tokenSource),
  ]);
}

function placeProblems({ header, query, requireScheme }: TokenSourceOptions): Problem[] {
  const problems: Problem[] = [];
  if (query !== undefined && header !== undefined) {
    const fix = "keep one of the two: a token is read from one place";
    problems.push({ path: "tokenSource.query", message: "is set beside header", fix });
  }
  if (requireScheme !== undefined && tokenHeaderOf({ header, query }) !== "authorization") {
    const fix = "remove it: in any other place the token stands bare, without a scheme";
    const message = "applies to the Authorization header only";
    problems.push({ path: "tokenSource.requireScheme", message, fix });
  }
  return problems;
}

/** What is wrong with the name of a header field (RFC 9110 §5.6.2). */
export function headerNameProblems(path: string, name: string | undefined): Problem[] {
  if (name === undefined || /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) return [];
  return [
    { path, message: "is not a header name", fix: "use letters, digits and hyphens (RFC 9110 §5.6.2)" },
  ];
}

/** The header field in which tokens are sent, in lower case; undefined when they are sent in the query. */
export function tokenHeaderOf({
  header = "authorization",
  query,
}: {
  readonly header?: string | undefined;
  readonly query?: string | undefined;
} = {}): string | undefined {
  return query === undefined ? header.toLowerCase() : undefined;
}

export function settleTokens({
  tokenSource,
  maxTokenLength = 16_384,
  clockTolerance = 300,
  tokenCacheSize = 10_000,
  tokenCacheBytes = DEFAULT_TOKEN_CACHE_BYTES,
  ...left
}: TokenOptions): SettledTokens {
  nothingLeft(left);
  const source = Object.freeze(settleSource(tokenSource ?? {}));
  return { source, maxTokenLength, clockTolerance, tokenCacheSize, tokenCacheBytes };
}

function settleSource({
  header,
  query,
  requireScheme = true,
  ...left
}: TokenSourceOptions): CredentialSources["token"] {
  nothingLeft(left);
  if (query !== undefined) return { query };
  const field = (header ?? "authorization").toLowerCase();
  if (field !== "authorization") return { header: field, scheme: "none" };
  return { header: field, scheme: requireScheme ? "required" : "optional" };
}
