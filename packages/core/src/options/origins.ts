import type { Problem } from "../lib/errors.js";
import { originOf } from "../request/origin.js";
import { list, optional, text, type Form, type FormsOf, nothingLeft } from "./forms.js";
import { problemsIn, type Given } from "./given.js";

/** The option about pages in browsers. */
export interface OriginOptions {
  /**
   * Origins of the pages in browsers that may act for their users, such as `https://app.example`: open upgrades, and
   * send requests whose token is in a cookie. Default: none, so that a page of another origin can do neither.
   */
  readonly origins?: readonly string[];
}

const originForm: Form = text("an origin such as https://app.example");

/** The form of a list of origins. */
export const originListForm: Form = list(originForm, "a list of origins such as https://app.example");

export const originForms: FormsOf<OriginOptions> = { origins: optional(originListForm) };

export function originProblems(given: Given<OriginOptions>): readonly Problem[] {
  return problemsIn(given, ["origins"], ({ origins = [] }) =>
    notOrigins("origins", origins, "write scheme, host and port only, such as https://app.example"),
  );
}

/** What is wrong with the members of a list of origins. */
export const notOrigins = (path: string, origins: readonly string[], fix: string): readonly Problem[] =>
  [...origins.entries()]
    .filter(([, origin]) => originOf(origin) === undefined)
    .map(([i]) => ({ path: `${path}[${i}]`, message: "is not an origin", fix }));

/** The canonical forms of valid origins. */
export const originsOf = (origins: readonly string[]): ReadonlySet<string> =>
  new Set(origins.map((origin) => originOf(origin)!));

export function settleOrigins({ origins = [], ...left }: OriginOptions): {
  readonly origins: ReadonlySet<string>;
} {
  nothingLeft(left);
  return { origins: originsOf(origins) };
}
