import type { View } from "../call.js";
import { DELEGATION } from "../delegation/delegation-provider.js";
import { delegationUrl, newSalt } from "../delegation/delegation-request.js";
import { sealedUser, unsealedUser } from "../delegation/signed-out-user.js";
import { html } from "../html/template.js";
import { page, redirect } from "../http/reply.js";
import { visitorNetwork } from "../people/network.js";
import type { PortalContext } from "../portal-context.js";
import { askProvider } from "../sign-in/ask-provider.js";
import type { SignInProvider } from "../sign-in/sign-in-provider.js";

/** POST `/signout`: ends the session, and goes on to a page. */
export const signOut: View = async ({ viewer, address }, portal) => {
  const { to, cookies } = portal;
  if (viewer.kind === "guest") return redirect(to("signed-out"), cookies.clear());
  const { session, user } = viewer;
  const { change, stored } = portal.audit.changeOf({
    action: "sign-out",
    actor: user.id,
    owner: user.id,
    ...visitorNetwork(address),
  });
  await portal.sessions.end(session.id, change);
  portal.audit.tell(stored);
  const isDelegated = session.provider === DELEGATION && portal.settings.delegation?.registration === true;
  const from = new URLSearchParams({
    provider: session.provider,
    ...(isDelegated && { user: await sealedUser(user.id, portal) }),
  });
  return redirect(`${to("signed-out")}?${from.toString()}`, cookies.clear());
};

/** `/signed-out`: with a link that ends the session at the issuer too. A form could not lead there: `form-action 'self'`. */
export const signedOutPage: View = async ({ query, now }, portal) => {
  const id = query.get("provider");
  const provider = portal.settings.signIn.find((candidate) => candidate.id === id);
  const url = provider
    ? await signOutUrlOf(provider, portal)
    : siteSignOutUrl(await unsealedUser(query.get("user"), portal), now, portal);
  return page({
    h1: "You are signed out",
    body: html`<p>The session in this browser has ended.</p>
      ${url !== undefined && html`<p><a href="${url.href}">Sign out of ${provider?.label ?? url.host} as well</a></p>`}`,
  });
};

/** Where the delegating site ends its session. */
function siteSignOutUrl(
  userId: string | undefined,
  now: number,
  { settings: { delegation } }: PortalContext,
): URL | undefined {
  if (userId === undefined || delegation?.registration !== true) return undefined;
  return delegationUrl({ operation: "SignOut", userId }, newSalt("SignOut", now), delegation);
}

/** Undefined while the issuer cannot be reached: the page stands without the link. */
async function signOutUrlOf(provider: SignInProvider, portal: PortalContext): Promise<URL | undefined> {
  const postLogoutRedirectUri = portal.settings.publicUrl.origin + portal.to("signed-out");
  const asked = await askProvider(provider, portal, async () =>
    provider.signOutUrl?.({ postLogoutRedirectUri }),
  );
  return "answer" in asked ? asked.answer : undefined;
}
