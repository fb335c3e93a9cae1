import type { Call } from "../call.js";
import { redirect, type Reply } from "../http/reply.js";
import { callerNetworkOf } from "../people/network.js";
import type { PortalContext } from "../portal-context.js";
import { askProvider } from "./ask-provider.js";
import { SIGN_IN_ATTEMPTS } from "./attempts.js";
import { FLOW_COOKIE } from "./flow-cookie.js";
import { FLOW_SECONDS, type FlowPurpose } from "./flows.js";
import { redirectUriOf } from "./redirect-uri.js";
import type { SignInProvider } from "./sign-in-provider.js";

/** Sends the browser to the issuer of a provider, and notes why. `returnTo`: as `returnToOf` returns it. */
export async function startFlow(
  provider: SignInProvider,
  {
    returnTo,
    purpose,
    chooseAccount = false,
    reauthenticate = false,
  }: {
    readonly returnTo: string;
    readonly chooseAccount?: boolean;
    readonly reauthenticate?: boolean;
    readonly purpose?: FlowPurpose;
  },
  call: Pick<Call, "address" | "headers">,
  portal: PortalContext,
): Promise<Reply> {
  const wait = await portal.attempts.take(SIGN_IN_ATTEMPTS, callerNetworkOf(call.address));
  if (wait > 0) return { kind: "error", name: "too-many", retryAfter: wait };
  const redirectUri = redirectUriOf(provider, portal);
  const asked = await askProvider(provider, portal, () =>
    provider.begin({ redirectUri, chooseAccount, reauthenticate }),
  );
  if ("unavailable" in asked) return asked.unavailable;
  if ("refused" in asked) throw asked.refused; // no provider refuses before the user was asked
  const { to, keep } = asked.answer;
  const others = portal.cookies.read(call.headers.get("cookie"), FLOW_COOKIE);
  const flow = { provider: provider.id, returnTo, keep, ...(purpose && { purpose }) };
  const cookie = await portal.flows.start(flow, others);
  return redirect(to.href, portal.cookies.set(cookie, { suffix: FLOW_COOKIE, maxAge: FLOW_SECONDS }));
}
