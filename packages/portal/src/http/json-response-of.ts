import { doneIn } from "../texts/done-words.js";
import { problemOf, type Problem } from "./problem-of.js";
import type { Reply } from "./reply.js";

type PageReply = Extract<Reply, { readonly kind: "page" }>;
type RedirectReply = Extract<Reply, { readonly kind: "redirect" }>;

/** The answer of a page to a program that accepts JSON. `headers`: those of every answer. */
export function jsonOfPage({ page, status = 200, created, conflict }: PageReply, headers: Headers): Response {
  const { h1, data, problems } = page;
  if (conflict !== undefined) return problemResponse(problemOf(h1, 409, { detail: conflict }), headers);
  if (status >= 400)
    return problemResponse(problemOf(h1, status, problems === undefined ? {} : { problems }), headers);
  if (created !== undefined) headers.set("location", created);
  return jsonResponse(data ?? { title: h1 }, { status: created === undefined ? status : 201, headers });
}

/**
 * The answer in place of a redirect. A program that may not open a page gets 401, and is not sent to the sign-in. After a POST
 * it gets what was done, and where the page of the result is. Other redirects are the same as for browsers.
 */
export function jsonOfRedirect(
  { to, isSignIn = false, jsonStatus }: RedirectReply,
  method: string,
  headers: Headers,
): Response {
  if (isSignIn) {
    const problem = problemOf("Sign in", 401, { detail: "Sign in first, or again." });
    return problemResponse({ ...problem, signIn: to } as Problem, headers);
  }
  if (method !== "POST") {
    headers.set("location", to);
    return new Response(null, { status: 302, headers });
  }
  const [location = "", query] = to.split("?");
  const done = doneIn(query);
  if (jsonStatus !== undefined) headers.set("location", done === undefined ? to : location);
  return jsonResponse(done === undefined ? { location: to } : { location, ...done }, {
    status: jsonStatus ?? 200,
    headers,
  });
}

export function problemResponse(problem: Problem, headers: Headers): Response {
  headers.set("content-type", "application/problem+json");
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

export function jsonResponse(
  value: unknown,
  {
    status,
    headers,
    isFile = false,
  }: {
    readonly status: number;
    readonly headers: Headers;
    /** Whether a person reads it. Default false. */
    readonly isFile?: boolean;
  },
): Response {
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(value, null, isFile ? 2 : 0), { status, headers });
}
