import { isGuid } from "../client/guid.js";
import { GraphFailure } from "../client/graph-failure.js";
import type { JsonMembers, JsonValue } from "../client/json-value.js";
import { own, ownList, ownText } from "../client/own.js";

/** An application (app registration) as Graph returns it. */
export interface Application {
  /** Object id. */
  readonly id: string;
  /** Application (client) id, in lower case. */
  readonly appId: string;
  readonly displayName: string;
  readonly uniqueName: string | undefined;
  readonly signInAudience: string | undefined;
  readonly api: JsonMembers;
  readonly appRoles: readonly JsonMembers[];
  readonly optionalClaims: JsonMembers | undefined;
  readonly identifierUris: readonly string[];
  readonly tags: readonly string[];
  readonly requiredResourceAccess: readonly JsonMembers[];
  readonly passwordCredentials: readonly PasswordCredential[];
  /** Whether it has certificates: then a missing secret is no finding. */
  readonly hasCertificates: boolean;
}

/** A client secret as lists show it. */
export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName: string | undefined;
  readonly hint: string | undefined;
  /** Milliseconds since 1970; NaN when Graph returned no date. */
  readonly start: number;
  readonly end: number;
}

/** What lists of applications ask for. */
export const APPLICATION_FIELDS: string = [
  "id",
  "appId",
  "displayName",
  "uniqueName",
  "signInAudience",
  "api",
  "appRoles",
  "optionalClaims",
  "identifierUris",
  "tags",
  "requiredResourceAccess",
  "passwordCredentials",
  "keyCredentials",
].join(",");

/** Reads an application. Throws `GraphFailure` when it has no ids: they become part of the next calls. */
export function applicationOf(json: unknown): Application {
  const [id, appId] = [ownText(json, "id") ?? "", ownText(json, "appId") ?? ""];
  if (!isGuid(id) || !isGuid(appId))
    throw new GraphFailure({ reason: "invalid answer", text: "an application without id and appId" });
  const optionalClaims = own(json, "optionalClaims");
  return {
    id,
    appId: appId.toLowerCase(),
    displayName: ownText(json, "displayName") ?? "",
    uniqueName: ownText(json, "uniqueName"),
    signInAudience: ownText(json, "signInAudience"),
    api: isMembers(own(json, "api")) ? (own(json, "api") as JsonMembers) : {},
    appRoles: ownList(json, "appRoles").filter(isMembers),
    optionalClaims: isMembers(optionalClaims) ? optionalClaims : undefined,
    identifierUris: texts(json, "identifierUris"),
    tags: texts(json, "tags"),
    requiredResourceAccess: ownList(json, "requiredResourceAccess").filter(isMembers),
    passwordCredentials: ownList(json, "passwordCredentials").flatMap(passwordCredentialOf),
    hasCertificates: ownList(json, "keyCredentials").length > 0,
  };
}

function passwordCredentialOf(json: unknown): PasswordCredential[] {
  const keyId = ownText(json, "keyId") ?? "";
  if (!isGuid(keyId)) return [];
  return [
    {
      keyId,
      displayName: ownText(json, "displayName"),
      hint: ownText(json, "hint"),
      start: Date.parse(ownText(json, "startDateTime") ?? ""),
      end: Date.parse(ownText(json, "endDateTime") ?? ""),
    },
  ];
}

const texts = (json: unknown, name: string): readonly string[] =>
  ownList(json, name).filter((one) => typeof one === "string");

export const isMembers = (value: unknown): value is JsonMembers =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A value of an answer as a request may contain it: annotations stay out, and `origin` of roles and scopes, which Graph
 * returns and refuses in requests.
 */
export function sendable<T extends JsonValue>(value: T): T {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sendable) as unknown as T;
  if (!isMembers(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "origin" && !name.includes("@odata."));
  return Object.fromEntries(kept.map(([name, member]) => [name, sendable(member)])) as T;
}
