import { challenge, type ChallengeParameter } from "./challenge.js";
import type { CredentialSources } from "../request/credentials.js";
import type { PolicyPlace, Refuse, ResponseHeaders, Unavailable } from "../decision/decision.js";
import { REFUSALS, type RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";

/** A response to write: status, header fields, body. */
export interface Answer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: string;
}

/** The public part of a refusal, passed to a custom `errors` function. */
export interface PublicProblem {
  readonly status: number;
  readonly message: string;
}

/**
 * Format of a refusal's body: `"gateway"`, the JSON of API Management; `"problem"`, RFC 9457 problem details; or a
 * function that returns content type and body.
 */
export type ErrorFormat =
  "gateway" | "problem" | ((problem: PublicProblem) => { contentType: string; body: string });

/** The settings that `answer` uses. */
export interface AnswerSettings {
  readonly errors: ErrorFormat;
  readonly sources: CredentialSources;
  /** Text for refused tokens; undefined for the text of the refusal. */
  readonly failedMessage: string | undefined;
  /** Where the protected-resource metadata is published (RFC 9728 §5.1). */
  readonly resourceMetadataUrl: string | undefined;
  /** Cache of rendered responses, for floods of refusals. */
  readonly cache: AnswerCache | undefined;
}

/** Cache of rendered responses. Bounded: one per code, and the latest challenge for a key. */
export class AnswerCache {
  readonly byCode: Map<RefusalCode, RenderedRefusal> = new Map();
  /** The same for each token policy. An update replaces policies, and their answers go with them. */
  readonly byPolicy: WeakMap<PolicyPlace, Map<RefusalCode, RenderedRefusal>> = new WeakMap();
  /** The latest challenge for a key. Its realm contains the host of the request, which rarely changes. */
  keyChallenge:
    { readonly host: string; readonly api: CompiledRule["api"]; readonly text: string } | undefined;
}

/** The parts of a response that depend on the refusal code only. */
export interface RenderedRefusal {
  readonly contentType: string;
  readonly body: string;
  /** The Bearer challenge without rights. */
  readonly bearer: string;
}

/**
 * Renders the response to a refusal: status, challenges (RFC 6750 §3, RFC 9110 §11.6.1) and body, all from one table.
 * Pure. Uses nothing of the request but its host name.
 */
export function answer(
  settings: AnswerSettings,
  decision: Refuse | Unavailable,
  requirement: CompiledRule,
  view: RequestView,
): Answer {
  const { status } = decision;
  const { contentType, body, bearer } = renderedFor(settings, decision);
  const headers: Record<string, string | readonly string[]> = {
    ...decision.headers,
    "content-type": contentType,
    // RFC 9111 §4.2.2: caches may store a 404 without explicit permission, and some store other errors for seconds.
    "cache-control": "no-store",
  };
  if (decision.outcome === "unavailable") headers["retry-after"] = String(decision.retryAfter);
  else {
    const challenges = challengesOf(settings, decision, requirement, view, bearer);
    if (challenges.length > 0) headers["www-authenticate"] = challenges;
  }
  return { status, headers, body };
}

function renderedFor(settings: AnswerSettings, decision: Refuse | Unavailable): RenderedRefusal {
  const { code, status } = decision;
  // The text of a limit names the time, and the application's own policy may write another one for each request.
  const isCacheable =
    decision.outcome === "unavailable" || (decision.limit === undefined && code !== "policy_refused");
  const cached = isCacheable && settings.cache ? cachedFor(settings.cache, decision) : undefined;
  const known = cached?.get(code);
  if (known !== undefined) return known;
  const { contentType, body } = format(settings.errors, { status, message: messageOf(decision, settings) });
  const bearer = challenge("Bearer", bearerParameters(code, [], settings.resourceMetadataUrl));
  const rendered = { contentType, body, bearer };
  // The application's own function may return a different body each time.
  if (typeof settings.errors !== "function") cached?.set(code, rendered);
  return rendered;
}

// Each policy has its own status and text. Those of an outage depend on nothing.
function cachedFor(
  { byCode, byPolicy }: AnswerCache,
  { outcome, policy }: Refuse | Unavailable,
): Map<RefusalCode, RenderedRefusal> {
  if (policy === undefined || outcome === "unavailable") return byCode;
  let known = byPolicy.get(policy);
  if (known === undefined) byPolicy.set(policy, (known = new Map<RefusalCode, RenderedRefusal>()));
  return known;
}

/** The text for the caller. */
export function messageOf(
  decision: Refuse | Unavailable,
  { failedMessage }: Pick<AnswerSettings, "failedMessage">,
): string {
  const { about, message } = REFUSALS[decision.code];
  if (decision.outcome === "refuse" && (decision.policy ?? decision.limit) !== undefined)
    return decision.message ?? message;
  return about === "token" ? (failedMessage ?? message) : message;
}

function challengesOf(
  settings: AnswerSettings,
  { code, needs = [], policy }: Refuse,
  requirement: CompiledRule,
  view: RequestView,
  usual: string,
): string[] {
  const { status, error, about } = REFUSALS[code];
  if (about === "limit" || about === "connection" || (status !== 401 && error === undefined)) return [];
  const bearer =
    needs.length === 0
      ? usual
      : challenge("Bearer", bearerParameters(code, needs, settings.resourceMetadataUrl));
  // A policy's token is all that is missing: the credential was good.
  if (status === 403 || policy !== undefined) return [bearer];
  const { accepts, api } = requirement;
  if (!accepts.key) return [bearer];
  const key = keyChallenge(settings, api, hostOf(view));
  return accepts.token ? [bearer, key] : [key];
}

// RFC 6750 §3: no error when no usable credential was sent; `scope` names the rights that the route requires.
function bearerParameters(
  code: RefusalCode,
  needs: readonly string[],
  metadataUrl: string | undefined,
): ChallengeParameter[] {
  const { error } = REFUSALS[code];
  return [
    ...(error === undefined ? [] : [["error", error] as const]),
    ...(needs.length === 0 ? [] : [["scope", needs.join(" ")] as const]),
    ...(metadataUrl === undefined ? [] : [["resource_metadata", metadataUrl] as const]),
  ];
}

// The gateway writes `realm="https://{host}/{api-path}"` and no space between the parameters.
function keyChallenge({ sources, cache }: AnswerSettings, api: CompiledRule["api"], host: string): string {
  const known = cache?.keyChallenge;
  if (known !== undefined && known.host === host && known.api === api) return known.text;
  const text = challenge(
    "AzureApiManagementKey",
    [
      ["realm", `https://${host}/${api?.path ?? ""}`],
      ["name", (api?.key ?? sources.key).headerAsWritten],
      ["type", "header"],
    ],
    ",",
  );
  if (cache !== undefined) cache.keyChallenge = { host, api, text };
  return text;
}

function hostOf(view: RequestView): string {
  const host = view.header("host");
  return typeof host === "string" ? host.slice(0, 255) : "";
}

function format(errors: ErrorFormat, problem: PublicProblem): { contentType: string; body: string } {
  if (typeof errors === "function") return errors(problem);
  const { status, message } = problem;
  if (errors === "gateway") {
    const body = `{ "statusCode": ${status}, "message": ${JSON.stringify(message)} }`;
    return { contentType: "application/json", body };
  }
  const title = TITLES[status] ?? "Refused";
  return {
    contentType: "application/problem+json",
    body: JSON.stringify({ type: "about:blank", title, status, detail: message }),
  };
}

// RFC 9457 §4.2.1: with "about:blank" the title is the status' own phrase.
const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  503: "Service Unavailable",
};
