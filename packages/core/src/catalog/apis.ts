import type { CredentialSources } from "../request/credentials.js";
import type { ApiMetadata, OperationMetadata } from "./metadata.js";

/** An operation of an API: a method and a path template below the API's path. */
export interface Operation {
  readonly name: string;
  /** In upper case. */
  readonly method: string;
  /** Segments of the template; `undefined` matches any one segment, a final "*" any rest. */
  readonly segments: readonly (string | undefined)[];
  /** The template as written. */
  readonly urlTemplate: string;
  readonly metadata: OperationMetadata;
}

/** An API with every default filled in: operations under one path, and the products that contain it. */
export interface Api<P extends string = string> {
  readonly name: string;
  readonly displayName: string;
  /** Path below the host, without slashes at its ends. */
  readonly path: string;
  /** Segments of `path`. */
  readonly segments: readonly string[];
  /** Products that contain it. */
  readonly products: readonly P[];
  /** Whether a call outside any product needs a subscription. */
  readonly subscriptionRequired: boolean;
  /** Header and query parameter of its subscription keys. */
  readonly key: CredentialSources["key"];
  /** Undefined: every method and every path below `path`. */
  readonly operations: readonly Operation[] | undefined;
  readonly metadata: ApiMetadata;
}

/** Splits a path or template into segments; empty ones are dropped. */
export function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** Parses a URL template such as `/orders/{id}` or `/files/*`. The query is ignored. */
export function templateSegments(template: string): (string | undefined)[] {
  const [path = ""] = template.split("?");
  return segmentsOf(path).map((segment) => (/^\{[^{}]+\}$/.test(segment) ? undefined : segment));
}
