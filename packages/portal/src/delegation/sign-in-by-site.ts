import { RepositoryConflictError } from "@product-auth/core/records";
import type { Call, View } from "../call.js";
import { textOf } from "../html/operator-text.js";
import { html } from "../html/template.js";
import { page, redirect, type Reply } from "../http/reply.js";
import { returnToOf } from "../http/return-to.js";
import { tooManyAttempts } from "../http/too-many-attempts.js";
import { callerNetworkOf, visitorNetwork } from "../people/network.js";
import { displayNameOf } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { SIGN_IN_ATTEMPTS } from "../sign-in/attempts.js";
import { enter } from "../sign-in/enter.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import { FLOW_SECONDS, type FoundFlow } from "../sign-in/flows.js";
import { noAccessPage } from "../views/no-access.js";
import { DELEGATION, delegationKeyOf } from "./delegation-provider.js";
import { SignInTokens, type FoundToken } from "./sign-in-tokens.js";

/**
 * `/signin-sso`: back from the site, which has signed the user in. A browser that the portal has sent to the site is signed in. A
 * token that answers a sign-in of another browser is refused. A browser that comes unasked is asked first, so that no other page
 * can sign it in as a stranger; programs that are no browser are not.
 */
export const signInBySite: View = async (call, portal) => {
  const token = call.query.get("token");
  const returnTo = returnToOf(call.query.get("returnUrl"), portal.settings);
  const found = await foundToken(token, call, portal);
  if ("kind" in found) return found;
  const flow = await flowOf(found, call, portal);
  if (found.salt !== undefined && flow === undefined) return failed(returnTo, portal);
  if (isUnasked(call, flow)) return question({ token: token ?? "", returnTo, found }, portal);
  if (flow !== undefined && !(await flow.take())) return failed(returnTo, portal);
  const cookies = flow === undefined ? [] : [restOf(flow, portal)];
  return entered(found, { returnTo, cookies }, call, portal);
};

/** POST `/signin-sso`: the button of the question. */
export const signInBySiteAct: View = async (call, portal) => {
  const returnTo = returnToOf(call.form.get("returnUrl"), portal.settings);
  const found = await foundToken(call.form.get("token"), call, portal);
  if ("kind" in found) return found;
  if (found.salt !== undefined && (await flowOf(found, call, portal)) === undefined)
    return failed(returnTo, portal);
  return entered(found, { returnTo, cookies: [] }, call, portal);
};

async function foundToken(
  token: string | undefined,
  { address }: Call,
  portal: PortalContext,
): Promise<FoundToken | Reply> {
  const wait = await portal.attempts.take(SIGN_IN_ATTEMPTS, callerNetworkOf(address));
  if (wait > 0) return tooManyAttempts(wait);
  const tokens = new SignInTokens(portal.records, portal.settings.clock);
  return (await tokens.find(token)) ?? failed(portal.to(), portal);
}

/** The sign-in of this browser that a token answers; for a token that answers any, the latest one. */
function flowOf(
  { salt }: FoundToken,
  { headers }: Call,
  { flows, cookies }: PortalContext,
): Promise<FoundFlow | undefined> {
  const cookie = cookies.read(headers.get("cookie"), FLOW_COOKIE);
  return flows.findOf(DELEGATION, cookie, salt);
}

/** Whether it may not sign in by itself: HEAD, what a browser loads ahead or into a page, and a browser that was not sent to the site. */
function isUnasked({ isHead, headers }: Call, flow: FoundFlow | undefined): boolean {
  const isPage = (headers.get("sec-fetch-dest") ?? "document") === "document";
  const isBrowser = headers.has("sec-fetch-site"); // every browser since 2023, on https and on loopback
  const isAhead = headers.has("sec-purpose") || headers.has("purpose");
  return isHead || isAhead || (isBrowser && (flow === undefined || !isPage));
}

async function question(
  {
    token,
    returnTo,
    found,
  }: { readonly token: string; readonly returnTo: string; readonly found: FoundToken },
  { users, to }: PortalContext,
): Promise<Reply> {
  const user = await users.get(found.userId);
  const name = user === undefined ? "" : displayNameOf(user);
  return page({
    h1: "Sign in",
    body: html`<p>
        Another site wants to sign you in as <strong>${name}</strong>${user?.email && ` (${user.email})`}. Go
        on only if this is your account.
      </p>
      <form method="post" action="${to("signin-sso")}">
        <input type="hidden" name="token" value="${token}" />
        <input type="hidden" name="returnUrl" value="${returnTo}" />
        <button>Continue</button>
      </form>`,
  });
}

async function entered(
  { userId, taking }: FoundToken,
  { returnTo, cookies }: { readonly returnTo: string; readonly cookies: readonly string[] },
  call: Call,
  portal: PortalContext,
): Promise<Reply> {
  const person = { key: delegationKeyOf(userId), names: {}, roles: [], groups: [] };
  try {
    const came = await enter(person, DELEGATION, call, portal, () => [taking]);
    if (came.isAdmitted) return redirect(returnTo, portal.cookies.set(came.cookie), ...cookies);
  } catch (error) {
    if (!(error instanceof RepositoryConflictError)) throw error;
    return failed(returnTo, portal); // another request has used the token
  }
  await portal.audit.add(
    { action: "sign-in-refused", target: DELEGATION, owner: userId, ...visitorNetwork(call.address) },
    taking,
  );
  return noAccessPage(portal.to("signin"), textOf("noAccess", portal));
}

function failed(returnTo: string, { to }: PortalContext): Reply {
  const again = new URLSearchParams(returnTo === to() ? {} : { returnTo });
  const href = again.size === 0 ? to("signin") : `${to("signin")}?${again.toString()}`;
  return page(
    {
      h1: "Sign-in failed",
      body: html`<p>
          The link is not valid, or was used already. It is good once, for a minute, in the browser that asked
          for it.
        </p>
        <p><a class="button" href="${href}">Try again</a></p>`,
    },
    400,
  );
}

/** The cookie without a sign-in that has ended. */
const restOf = ({ rest }: FoundFlow, { cookies }: PortalContext): string =>
  rest === "" ? cookies.clear(FLOW_COOKIE) : cookies.set(rest, { suffix: FLOW_COOKIE, maxAge: FLOW_SECONDS });
