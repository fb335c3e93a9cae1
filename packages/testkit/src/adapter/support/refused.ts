import { expect } from "chai";
import type { Response } from "supertest";

/** The answer to a caller: status, `WWW-Authenticate` and text. */
export interface Refusal {
  readonly status: number;
  /** Challenges joined as clients read them; `{host}` stands for the API's host and port. */
  readonly challenge: string | undefined;
  readonly message: string;
}

const KEY_CHALLENGE =
  'AzureApiManagementKey realm="https://{host}/",name="Ocp-Apim-Subscription-Key",type="header"';
const MISSING_TOKEN =
  "Access denied due to missing access token. Make sure to include an access token when making requests to an API.";
const MISSING_KEY =
  "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
const MISSING_EITHER =
  "Access denied due to missing credentials. Make sure to include an access token or a subscription key when making requests to an API.";
const INVALID_TOKEN =
  "Access denied due to invalid access token. Make sure to provide a valid access token for this API.";
const INVALID_KEY =
  "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";

/** Where a route takes both kinds of credential, both challenges are made. */
const orKey = (bearer: string) => `${bearer}, ${KEY_CHALLENGE}`;

export const noToken: Refusal = { status: 401, challenge: "Bearer", message: MISSING_TOKEN };
export const noTokenOrKey: Refusal = { status: 401, challenge: orKey("Bearer"), message: MISSING_EITHER };
export const noKey: Refusal = { status: 401, challenge: KEY_CHALLENGE, message: MISSING_KEY };
export const badToken: Refusal = {
  status: 401,
  challenge: 'Bearer error="invalid_token"',
  message: INVALID_TOKEN,
};
export const badTokenOrKey: Refusal = { ...badToken, challenge: orKey('Bearer error="invalid_token"') };
export const otherSchemeOrKey: Refusal = { ...noToken, challenge: orKey("Bearer") };
export const badKey: Refusal = { status: 401, challenge: KEY_CHALLENGE, message: INVALID_KEY };
export const badKeyOrToken: Refusal = { ...badKey, challenge: orKey("Bearer") };
export const unavailable: Refusal = {
  status: 503,
  challenge: undefined,
  message: "Access cannot be decided at the moment. Try again later.",
};

/** A good credential without these rights (RFC 6750 §3.1). */
export const lacks = (...rights: string[]): Refusal => ({
  status: 403,
  challenge: `Bearer error="insufficient_scope", scope="${rights.join(" ")}"`,
  message:
    "Access denied due to insufficient permissions. Make sure the caller has been granted access to this API.",
});

/** A good credential whose client or claims will not do: no scope would help. */
export const notPermitted: Refusal = { ...lacks(), challenge: 'Bearer error="insufficient_scope"' };

/** Compares all that a caller sees of a refusal. */
export function expectRefused(answer: Pick<Response, "status" | "headers" | "text">, refusal: Refusal): void {
  const headers = answer.headers as Record<string, string | undefined>;
  expect({
    status: answer.status,
    challenge: headers["www-authenticate"]?.replace(/127\.0\.0\.1:\d+/, "{host}"),
    type: headers["content-type"],
    cache: headers["cache-control"],
    body: answer.text,
  }).to.deep.equal({
    status: refusal.status,
    challenge: refusal.challenge,
    type: "application/json",
    cache: "no-store",
    body: `{ "statusCode": ${refusal.status}, "message": ${JSON.stringify(refusal.message)} }`,
  });
}
