import { keyOf, type Credential } from "../credentials.js";
import { METHOD, REWRITE, type Told } from "../path-set-up.js";
import { textOfTarget, type PathCase } from "../targets/path-case.js";

/** A request as it goes over the wire, in either protocol. */
export interface PathRequest {
  readonly method: string;
  readonly target: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Status, and the text of the handler; status 0: the connection was closed without an answer. */
export interface PathAnswer {
  readonly status: number;
  readonly told: Told | undefined;
}

export function requestOf(
  { method, target, rewrite, override }: PathCase,
  credential: Credential,
): PathRequest {
  const key = keyOf(credential);
  return {
    method,
    target: textOfTarget(target),
    fields: {
      ...(key !== undefined && { "ocp-apim-subscription-key": key }),
      ...(rewrite !== undefined && { [REWRITE]: encodeURIComponent(textOfTarget(rewrite)) }),
      ...(override !== undefined && { [METHOD]: override }),
    },
  };
}
