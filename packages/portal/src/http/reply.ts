import type { Filled } from "../html/form.js";
import type { PageContent } from "../html/layout.js";
import type { ErrorName } from "./error-pages.js";

/** What a view answers. Headers and cookies of the session are added to all of them. */
export type Reply =
  /** A page. `status`: default 200. */
  | {
      readonly kind: "page";
      readonly page: PageContent;
      readonly status?: number;
      readonly cookies?: readonly string[];
      /** Seconds after which the browser loads the page again, without script too. */
      readonly refresh?: number;
      /** Path of what was made; with JSON the status is 201. */
      readonly created?: string;
      /** A page that reports that nothing was made, and why; with JSON a problem with status 409. */
      readonly conflict?: string;
    }
  /** On to a page of ours, by its path with the base, or to the address of an issuer. 303 after a POST, 302 otherwise. */
  | {
      readonly kind: "redirect";
      readonly to: string;
      readonly cookies?: readonly string[];
      /** It leads to the sign-in and back; with JSON a problem with status 401. */
      readonly isSignIn?: boolean;
      /** With JSON, the status of the answer to a POST. Default 200. */
      readonly jsonStatus?: 201 | 202;
    }
  /** One of the error pages. `retryAfter`: seconds. `detail`: a sentence below the heading. */
  | {
      readonly kind: "error";
      readonly name: ErrorName;
      readonly detail?: string;
      readonly retryAfter?: number;
      /** For the log of operators; never shown. */
      readonly cause?: unknown;
    }
  /** JSON, for programs. */
  | {
      readonly kind: "json";
      readonly value: unknown;
      readonly status?: number;
      /** Name under which browsers save it. */ readonly file?: string;
    };

export const page = (content: PageContent, status?: number): Reply => ({
  kind: "page",
  page: content,
  ...(status !== undefined && { status }),
});

export const redirect = (to: string, ...cookies: readonly string[]): Reply => ({
  kind: "redirect",
  to,
  cookies,
});

/** To the sign-in, and back to the page. */
export const redirectToSignIn = (to: string): Reply => ({ kind: "redirect", to, isSignIn: true });

/** The answer to a form: 400 and the form again where something is wrong with it. */
export const formPage = (content: PageContent, { problems = [] }: Filled): Reply =>
  problems.length === 0 ? page(content) : page({ ...content, problems }, 400);

export const json = (value: unknown, status = 200): Reply => ({ kind: "json", value, status });

export const error = (name: ErrorName, detail?: string): Reply => ({
  kind: "error",
  name,
  ...(detail !== undefined && { detail }),
});

/** The answer for what does not exist, what is hidden from the viewer and what belongs to another user: always the same. */
export const notFound: Reply = { kind: "error", name: "not-found" };
