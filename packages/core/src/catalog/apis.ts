import type { CredentialSources } from "../request/credentials.js";

/** An operation of an API: a method and a path template below the API's path. */
export interface Operation {
  readonly name: string;
  /** In upper case. */
  readonly method: string;
  /** Segments of the template as written; `undefined` stands for any one segment, "*" at the end for any rest. */
  readonly segments: readonly (string | undefined)[];
}

/** An API as settled: operations under one path, with the products that contain it. Plain data. */
export interface Api<P extends string = string> {
  readonly name: string;
  readonly displayName: string;
  /** Path below the host, without slashes at its ends. */
  readonly path: string;
  /** Its segments as written. */
  readonly segments: readonly string[];
  /** Products that contain it. */
  readonly products: readonly P[];
  /** Whether a call outside of any product needs a subscription. */
  readonly subscriptionRequired: boolean;
  /** Names under which its subscription keys are sent. */
  readonly key: CredentialSources["key"];
  /** Undefined: every method and path below it. */
  readonly operations: readonly Operation[] | undefined;
}

/** Splits a path or template into segments: slashes at its ends mean nothing. */
export function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** Reads a URL template such as `/orders/{id}` or `/files/*`; the part after a question mark is not looked at. */
export function templateSegments(template: string): (string | undefined)[] {
  const [path = ""] = template.split("?");
  return segmentsOf(path).map((segment) => (/^\{[^{}]+\}$/.test(segment) ? undefined : segment));
}
