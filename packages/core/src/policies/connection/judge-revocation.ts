import type { X509Certificate } from "node:crypto";
import { toAwaitable, type Awaitable } from "../../lib/awaitable.js";
import { errorKind } from "../../lib/error-kind.js";
import { withTimeout } from "../../lib/with-timeout.js";
import type { RequestView } from "../../request/request-view.js";
import type { ConnectionFinding } from "./connection-finding.js";

/** The application's function: whether a certificate was revoked. */
export type IsRevoked = (certificate: X509Certificate) => boolean | PromiseLike<boolean>;

/** Asks whether a certificate was revoked. A function that fails or does not answer leaves the question open. */
export function judgeRevocation(
  isRevoked: IsRevoked,
  certificate: X509Certificate,
): Awaitable<ConnectionFinding | undefined> {
  try {
    const answer = toAwaitable<boolean>(isRevoked(certificate));
    if (!(answer instanceof Promise)) return findingOf(answer);
    return withTimeout(answer, TIMEOUT, "isRevoked did not answer").then(findingOf, failed);
  } catch (error) {
    return failed(error);
  }
}

/** Asks once for each request, however many guards judge it. Belongs to an instance. */
export class Revocations {
  readonly #byView = new WeakMap<RequestView, Map<IsRevoked, Awaitable<ConnectionFinding | undefined>>>();

  /** Asks for a request, unless it was asked before. A request has one certificate. */
  judge(
    view: RequestView,
    isRevoked: IsRevoked,
    certificate: X509Certificate,
  ): Awaitable<ConnectionFinding | undefined> {
    let known = this.#byView.get(view);
    if (known === undefined) this.#byView.set(view, (known = new Map<IsRevoked, never>()));
    if (!known.has(isRevoked)) known.set(isRevoked, judgeRevocation(isRevoked, certificate));
    return known.get(isRevoked);
  }
}

/** Milliseconds that the function may take. */
const TIMEOUT = 2_000;

// Only `false` means that it was not revoked: a function that forgets to return means nothing.
const findingOf = (answer: boolean): ConnectionFinding | undefined =>
  answer === false
    ? undefined
    : {
        code: "certificate_revoked",
        expected: "a certificate that is not revoked",
        actual: "isRevoked did not return false",
      };

const failed = (error: unknown): ConnectionFinding => ({
  code: "revocation_unavailable",
  expected: "an answer of isRevoked",
  actual: `it failed: ${errorKind(error)}`,
});
