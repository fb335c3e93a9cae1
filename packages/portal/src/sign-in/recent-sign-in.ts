import type { Call } from "../call.js";
import { redirectToSignIn, type Reply } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { DELEGATION } from "../delegation/delegation-provider.js";
import { startOf } from "../views/provider-links.js";
import { BASIC } from "./basic.js";

/** Milliseconds for which a sign-in counts as recent. */
const RECENT = 15 * 60_000;

/**
 * Sends a user whose sign-in was not recent to the provider and back, or to the form for e-mail and password; undefined for one
 * whose was. A form that was sent is not sent again: its page is opened.
 */
export function signInAgain(
  { viewer, url, now }: Pick<Call<SignedInUser>, "viewer" | "url" | "now">,
  portal: PortalContext,
): Reply | undefined {
  const { authTime, provider } = viewer.session;
  if (now - authTime < RECENT) return undefined;
  const { signIn, basic, delegation } = portal.settings;
  if (delegation?.registration === true && (provider === DELEGATION || signIn.length === 0)) {
    const back = new URLSearchParams({ returnTo: url.pathname, account: "again" });
    return redirectToSignIn(`${portal.to("signin")}?${back.toString()}`);
  }
  if (basic && (provider === BASIC || signIn.length === 0)) {
    const back = new URLSearchParams({ returnTo: url.pathname, account: "again" });
    return redirectToSignIn(`${portal.to("signin")}?${back.toString()}`);
  }
  const known = signIn.find(({ id }) => id === provider) ?? signIn[0];
  if (known === undefined) return undefined;
  return redirectToSignIn(startOf(known.id, { returnTo: url.pathname, reauthenticate: true }, portal));
}
