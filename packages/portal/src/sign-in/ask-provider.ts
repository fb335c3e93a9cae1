import { withTimeout } from "@product-auth/core/subscriptions";
import type { Reply } from "../http/reply.js";
import type { PortalContext } from "../portal-context.js";
import { SignInError, type SignInProvider } from "./sign-in-provider.js";

/** Milliseconds for a call of a provider, which may ask its issuer for several documents. */
const TIMEOUT = 15_000;
/** Seconds after which a visitor may try again. */
const RETRY_AFTER = 30;

/** What a provider answered, or why it did not. */
export type Asked<T> =
  | { readonly answer: T }
  | { readonly refused: SignInError }
  /** The page "Not available". */
  | { readonly unavailable: Reply };

/** Calls a provider within a bound of time. Other providers go on when one cannot be reached. */
export async function askProvider<T>(
  { id, label }: Pick<SignInProvider, "id" | "label">,
  portal: PortalContext,
  call: () => Promise<T>,
): Promise<Asked<T>> {
  try {
    const answer = await withTimeout(call(), TIMEOUT, `No answer after ${TIMEOUT} ms`);
    portal.providers.reached(id);
    return { answer };
  } catch (error) {
    if (error instanceof SignInError) {
      portal.providers.refused(id, error.reason);
      return { refused: error };
    }
    portal.providers.unreachable(id);
    const detail = `${label} cannot be reached at the moment. Try again in a while.`;
    return {
      unavailable: { kind: "error", name: "unavailable", detail, retryAfter: RETRY_AFTER, cause: error },
    };
  }
}
