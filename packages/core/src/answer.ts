import { challenge, type ChallengeParameter } from "./challenge.js";
import type { CredentialSources } from "./credentials.js";
import type { Refuse, ResponseHeaders, Unavailable } from "./decision.js";
import { REFUSALS, type RefusalCode } from "./refusals.js";
import type { RequestView } from "./request-view.js";
import type { Requirement } from "./rule.js";

/** A response, ready to be written: status, header fields, body. */
export interface Answer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: string;
}

/** What a caller may be told, given to a custom `errors` function. */
export interface PublicProblem {
  readonly status: number;
  readonly message: string;
}

/**
 * Form of the body of a refusal: `"gateway"`, the JSON that API Management writes; `"problem"`, RFC 9457 problem
 * details; or a function that gives content type and body.
 */
export type ErrorFormat =
  "gateway" | "problem" | ((problem: PublicProblem) => { contentType: string; body: string });

/** What `answer` needs to know of the settings. */
export interface AnswerSettings {
  readonly errors: ErrorFormat;
  readonly sources: CredentialSources;
  /** Text for tokens that do not pass, instead of the table's. */
  readonly failedMessage?: string;
  /** Where the protected-resource metadata is published (RFC 9728 §5.1). */
  readonly resourceMetadataUrl?: string;
}

/**
 * The response to a refusal: status, challenges (RFC 6750 §3, RFC 9110 §11.6.1) and body, all from one table.
 * Pure, and made of nothing from the request but its host name.
 */
export function answer(
  settings: AnswerSettings,
  decision: Refuse | Unavailable,
  requirement: Requirement,
  view: RequestView,
): Answer {
  const { status } = decision;
  const message = messageOf(decision.code, settings);
  const { contentType, body } = format(settings.errors, { status, message });
  const challenges = decision.outcome === "refuse" ? challengesOf(settings, decision, requirement, view) : [];
  return {
    status,
    headers: {
      ...decision.headers,
      "content-type": contentType,
      ...(challenges.length > 0 && { "www-authenticate": challenges }),
      ...(decision.outcome === "unavailable" && { "retry-after": String(decision.retryAfter) }),
    },
    body,
  };
}

/** The text a caller is given. */
export function messageOf(
  code: RefusalCode,
  { failedMessage }: Pick<AnswerSettings, "failedMessage">,
): string {
  const { about, message } = REFUSALS[code];
  return about === "token" ? (failedMessage ?? message) : message;
}

function challengesOf(
  { sources, resourceMetadataUrl }: AnswerSettings,
  decision: Refuse,
  requirement: Requirement,
  view: RequestView,
): string[] {
  const { status } = REFUSALS[decision.code];
  if (status !== 401 && status !== 403) return [];
  const bearer = challenge("Bearer", bearerParameters(decision, resourceMetadataUrl));
  if (status === 403) return [bearer];
  const key = () => challenge("AzureApiManagementKey", keyParameters(sources, requirement, view), ",");
  return [...(requirement.accepts.token ? [bearer] : []), ...(requirement.accepts.key ? [key()] : [])];
}

// RFC 6750 §3: no error when nothing usable was sent; `scope` names what the route needs.
function bearerParameters(
  { code, needs = [] }: Refuse,
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
function keyParameters(
  sources: CredentialSources,
  { api }: Requirement,
  view: RequestView,
): ChallengeParameter[] {
  const key = api?.key ?? sources.key;
  const host = view.header("host") ?? view.header(":authority"); // the latter in HTTP/2
  return [
    ["realm", `https://${typeof host === "string" ? host.slice(0, 255) : ""}/${api?.path ?? ""}`],
    ["name", key.headerAsWritten],
    ["type", "header"],
  ];
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
