import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import { headerNameProblems, isToken } from "../lib/header-name.js";
import { kindOf } from "../lib/sanitize.js";
import type { RequestView } from "./request-view.js";
import type { TokenPlace } from "./token-place.js";

/** A token in a header field. */
export interface TokenHeaderSource {
  /** The header field. Default `Authorization`. */
  readonly header?: string;
  /**
   * Whether the word `Bearer` stands before the token: `"Bearer"` requires it, `"optional"` accepts the token with and
   * without it, `"none"` requires the bare token. Default: `"Bearer"` in `Authorization`, `"none"` in any other field.
   */
  readonly scheme?: "Bearer" | "optional" | "none";
  /** Another way to write `scheme`: true is `"Bearer"`, false is `"optional"`. */
  readonly requireScheme?: boolean;
  readonly query?: never;
  readonly cookie?: never;
}

/** A token in a query parameter. */
export interface TokenQuerySource {
  /** The query parameter. Tokens in URLs end up in logs (RFC 6750 §5.3). */
  readonly query: string;
  readonly header?: never;
  readonly scheme?: never;
  readonly requireScheme?: never;
  readonly cookie?: never;
}

/** A token in a cookie. */
export interface TokenCookieSource {
  /**
   * The cookie, best named `__Host-…`. Requests with another method than GET, HEAD and OPTIONS, and upgrades, must come
   * from a page of the API's own origin or of one listed in `origins`.
   */
  readonly cookie: string;
  readonly header?: never;
  readonly scheme?: never;
  readonly requireScheme?: never;
  readonly query?: never;
}

/** Where a token is looked for, as plain data. Exactly one place. */
export type TokenSource = TokenHeaderSource | TokenQuerySource | TokenCookieSource;

/**
 * Where a token is looked for: one place, or a function that returns the token of a request, without a scheme, or
 * undefined. A request for which the function throws, or returns anything else, a promise included, is refused.
 */
export type TokenSourceOptions = TokenSource | ((request: RequestView) => string | undefined);

/** The members of a source. */
export type TokenSourceMembers = Record<keyof TokenHeaderSource, unknown>;

const SCHEMES = { Bearer: "required", optional: "optional", none: "none" } as const;

/** The accepted values of `scheme`. */
export const SCHEME_NAMES: readonly string[] = Object.keys(SCHEMES);

/** Settles a valid source. */
export function tokenPlaceOf(source: TokenSourceOptions): TokenPlace {
  if (typeof source === "function") return Object.freeze({ read: source });
  if (source.query !== undefined) return Object.freeze({ query: source.query });
  if (source.cookie !== undefined) return Object.freeze({ cookie: source.cookie });
  const header = (source.header ?? "Authorization").toLowerCase();
  const usual = header === "authorization" ? "Bearer" : "none";
  const { requireScheme } = source;
  const written = requireScheme === undefined ? usual : requireScheme ? "Bearer" : "optional";
  return Object.freeze({ header, scheme: SCHEMES[source.scheme ?? written] });
}

/** What is wrong with a source whose members have their types. */
export function placeProblems(path: string, source: TokenSourceOptions): Problem[] {
  if (typeof source === "function") return [];
  const { header, query, cookie, scheme, requireScheme } = source as Partial<
    Record<keyof TokenSource, string>
  >;
  const places = Object.entries({ header, query, cookie }).filter(([, name]) => name !== undefined);
  const [first, ...others] = places.map(([place]) => place);
  const problems = others.map((place) => ({
    path: `${path}.${place}`,
    message: `is set beside ${first}`,
    fix: "keep one of the two: a token is read from one place",
  }));
  const schemes = Object.entries({ scheme, requireScheme }).filter(([, value]) => value !== undefined);
  if (query !== undefined || cookie !== undefined) {
    const fix = "remove it: outside of headers the token stands bare, without a scheme";
    for (const [name] of schemes)
      problems.push({ path: `${path}.${name}`, message: "applies to header fields only", fix });
  } else if (schemes.length > 1) {
    const fix = "keep scheme";
    problems.push({ path: `${path}.requireScheme`, message: "is set beside scheme", fix });
  }
  return [...headerProblems(path, header), ...cookieProblems(path, cookie), ...problems];
}

function headerProblems(path: string, header: string | undefined): Problem[] {
  if (header?.toLowerCase() !== "cookie") return headerNameProblems(`${path}.header`, header);
  // A token there would be sent by browsers for every page, without the check of its origin.
  const fix = `write the name of the cookie: ${path}: { cookie: "…" }`;
  return [{ path: `${path}.header`, message: "is the field of cookies", fix }];
}

function cookieProblems(path: string, cookie: string | undefined): Problem[] {
  if (cookie === undefined || isToken(cookie)) return [];
  const fix = "use letters, digits and hyphens (RFC 6265 §4.1.1)";
  return [{ path: `${path}.cookie`, message: "is not the name of a cookie", fix }];
}

const MEMBERS: Readonly<Record<keyof TokenHeaderSource, (value: unknown) => boolean>> = {
  header: isFilledText,
  query: isFilledText,
  cookie: isFilledText,
  scheme: (value) => SCHEME_NAMES.includes(value as string),
  requireScheme: (value) => typeof value === "boolean",
};

/** What is wrong with the source of a rule, which may be any value. */
export function ruleSourceProblems(path: string, source: unknown): Problem[] {
  if (typeof source === "function") {
    const fix =
      'name a place, such as { query: "access_token" }, or set the function as the option tokenSource';
    return [{ path, message: "is a function, and rules are plain data", fix }];
  }
  const fix = 'write an object such as { query: "access_token" }';
  if (typeof source !== "object" || source === null || Array.isArray(source))
    return [{ path, message: `is ${kindOf(source)}`, fix }];
  const members = Object.entries(source);
  if (members.every(([, value]) => value === undefined)) return [{ path, message: "names no place", fix }];
  const wrong = members.flatMap(([name, value]) => memberProblems(path, name, value));
  return wrong.length > 0 ? wrong : placeProblems(path, source as TokenSource);
}

function memberProblems(path: string, name: string, value: unknown): Problem[] {
  const known = Object.keys(MEMBERS);
  if (!Object.hasOwn(MEMBERS, name)) {
    const meant = didYouMean(name, known);
    const fix =
      meant === undefined ? `remove it; known names are ${known.join(", ")}` : `did you mean "${meant}"?`;
    return [{ path: `${path}.${name}`, message: "is not part of a token source", fix }];
  }
  if (MEMBERS[name as keyof TokenHeaderSource](value)) return [];
  const write = { scheme: '"Bearer", "optional" or "none"', requireScheme: "true or false" }[name];
  return [
    {
      path: `${path}.${name}`,
      message: `is ${kindOf(value)}`,
      fix: `write ${write ?? "a string that is not empty"}`,
    },
  ];
}

function isFilledText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
