import type { CallParameter, CallTemplate } from "./call-template.js";
import { encode, encodeLiteral, isStep } from "./encode.js";

/** What a person filled in. */
export interface CallInput {
  /** In the order of the parameters of the template. */
  readonly values: readonly string[];
  readonly body: string;
  /** The subscription key; undefined for a call without a credential. */
  readonly key: string | undefined;
  /** The access token; empty when the credential is a token that was not issued yet. It may stand beside a key. */
  readonly token?: string | undefined;
  /** Where the token is issued. Default the secret of an application. */
  readonly tokenField?: TokenField;
}

/** The field that a token comes from: the secret of an application, or the link to the issuer. */
export type TokenField = "client-secret" | "token-sign-in";

/** A request that can be sent. Credentials are in `headers` only, and the last ones there. */
export interface BuiltRequest {
  readonly method: string;
  /** Path and query. Begins with the path of the API. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** What is wrong with a field. `field`: index of the parameter, the key, or where the token comes from. */
export interface CallProblem {
  readonly field: number | "key" | TokenField;
  readonly message: string;
}

/** Builds the request of a call, or says what keeps it from being sent. */
export function buildRequest(
  template: CallTemplate,
  { values, body, key, token, tokenField = "client-secret" }: CallInput,
): BuiltRequest | readonly CallProblem[] {
  const { method, parameters, keyHeader, mediaType } = template;
  const problems = [
    ...parameters.flatMap((parameter, i) => problemOf(parameter, values[i] ?? "", i)),
    ...(key === undefined ? [] : keyProblem(key)),
    ...(token === "" ? [{ field: tokenField, message: "Get a token first." }] : []),
  ];
  const target = problems.length === 0 ? targetOf(template, values) : undefined;
  if (target === undefined || typeof target !== "string") return [...problems, ...(target ?? [])];
  const isBodySent = mediaType !== undefined && body !== "";
  const headers = parameters.flatMap(({ name, in: where }, i) => {
    const value = (values[i] ?? "").trim();
    return where === "header" && value !== "" ? [[name, value] as const] : [];
  });
  return {
    method,
    target,
    headers: [
      ...(isBodySent ? [["Content-Type", mediaType] as const] : []),
      ...headers,
      ...(key === undefined ? [] : [[keyHeader, key.trim()] as const]),
      ...(token === undefined ? [] : [["Authorization", `Bearer ${token}`] as const]),
    ],
    ...(isBodySent && { body }),
  };
}

// What `fetch` accepts in a header field: visible characters of Latin-1, spaces and tabs.
// oxlint-disable-next-line no-control-regex -- the tab is allowed
const FIELD_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

function problemOf(
  { name, in: where, required, isRest }: CallParameter,
  value: string,
  field: number,
): readonly CallProblem[] {
  if (value.trim() === "")
    return required && isRest !== true ? [{ field, message: `Enter a value for ${name}.` }] : [];
  if (where === "header" && !FIELD_VALUE.test(value.trim()))
    return [{ field, message: `${name} holds characters that a header field cannot carry.` }];
  return [];
}

function keyProblem(key: string): readonly CallProblem[] {
  if (key.trim() === "") return [{ field: "key", message: "Enter a subscription key." }];
  return FIELD_VALUE.test(key.trim())
    ? []
    : [{ field: "key", message: "The key holds characters that no key has." }];
}

/** Path and query; or the parameter that would change the path. */
function targetOf(
  { segments, parameters }: CallTemplate,
  values: readonly string[],
): string | readonly CallProblem[] {
  const parts: string[] = [];
  for (const segment of segments) {
    const filled = fill(segment, parameters, values);
    const field = filled.findIndex((part) => part === "" || isStep(part));
    if (field !== -1) return [{ field: fieldOf(segment, parameters), message: STEP }];
    parts.push(...filled);
  }
  const query = parameters.flatMap(({ name, in: where, required }, i) => {
    const value = values[i] ?? "";
    return where === "query" && (value !== "" || required) ? [`${encode(name)}=${encode(value)}`] : [];
  });
  return `/${parts.join("/")}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

const STEP = "A part of a path cannot be empty, “.” or “..”: browsers would send another path.";

/** A segment with its parameters filled in. One that stands for a rest of the path may become several, or none. */
function fill(segment: string, parameters: readonly CallParameter[], values: readonly string[]): string[] {
  const rest = parameters.findIndex(({ name, isRest }) => isRest === true && segment === `{${name}}`);
  if (rest !== -1) {
    const value = (values[rest] ?? "").replace(/^\//, "");
    return value === "" ? [] : value.split("/").map(encode);
  }
  const parts = segment.split(/(\{[^{}]+\})/);
  return [
    parts
      .map((part, i) => (i % 2 === 0 ? encodeLiteral(part) : encode(valueOf(part, parameters, values))))
      .join(""),
  ];
}

const indexOf = (part: string, parameters: readonly CallParameter[]) =>
  parameters.findIndex(({ name, in: where }) => where === "path" && part === `{${name}}`);

const valueOf = (part: string, parameters: readonly CallParameter[], values: readonly string[]) =>
  values[indexOf(part, parameters)] ?? "";

const fieldOf = (segment: string, parameters: readonly CallParameter[]) =>
  Math.max(
    0,
    parameters.findIndex(({ name, in: where }) => where === "path" && segment.includes(`{${name}}`)),
  );
