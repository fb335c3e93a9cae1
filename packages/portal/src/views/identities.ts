import type { JsonObject } from "@product-auth/core/records";
import { eventOf } from "../audit/visitor-act.js";
import type { View } from "../call.js";
import { table, time } from "../html/table.js";
import { html, type Html } from "../html/template.js";
import { notFound, page, redirect, type Reply } from "../http/reply.js";
import { momentOf } from "../json/moment-of.js";
import type { Identity } from "../people/users.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { BASIC } from "../sign-in/basic.js";
import { signInAgain } from "../sign-in/recent-sign-in.js";
import { done } from "../texts/done-words.js";

/** The ways in which a user signs in, and a link to remove each one that is not the last. Nothing for a user with one way. */
export function identityTable(identities: readonly Identity[], portal: PortalContext): Html | undefined {
  if (identities.length < 2) return undefined;
  return table({
    caption: "Ways to sign in",
    columns: ["Sign in with", "Last used", "Change"],
    rows: identities.map(({ id, provider, lastSignIn }) => [
      labelOf(provider, portal),
      time(lastSignIn),
      provider !== BASIC &&
        html`<a href="${portal.to("profile", "identities", id, "remove")}"
          >Remove ${labelOf(provider, portal)}</a
        >`,
    ]),
    empty: "",
  });
}

/** A way to sign in, for programs. */
export const identityData = ({ id, provider, lastSignIn }: Identity): JsonObject => ({
  id,
  provider,
  lastSignIn: momentOf(lastSignIn),
});

const LAST = "This is the only way in which you can sign in.";

/** `/profile/identities/{id}/remove`: asks whether a way to sign in shall go. */
export const removeIdentityPage: View<SignedInUser> = async (call, portal) => {
  const { viewer, params } = call;
  const identities = await portal.users.identitiesOf(viewer.user.id);
  const identity = identities.find(({ id }) => id === params["id"]);
  // A password has its own page.
  if (identity === undefined || identity.provider === BASIC) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const label = labelOf(identity.provider, portal);
  const others = identities.filter((other) => other !== identity);
  return others.some(({ provider }) => isUsable(provider, portal))
    ? removePage(identity, portal)
    : lastPage(label, portal);
};

/** POST `/profile/identities/{id}/remove`: removes it, and ends the other sessions that were started with that provider. */
export const removeIdentity: View<SignedInUser> = async (call, portal) => {
  const { viewer, params } = call;
  const id = params["id"] ?? "";
  const identity = (await portal.users.identitiesOf(viewer.user.id)).find((own) => own.id === id);
  if (identity === undefined || identity.provider === BASIC) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const { user, session } = viewer;
  const event = eventOf(call, { action: "identity-unlinked", target: identity.provider });
  const { change, stored } = portal.audit.changeOf(event);
  const usable = (provider: string) => isUsable(provider, portal);
  const removed = await portal.users.unlink(user.id, id, usable, () => [change]);
  if (removed === "unknown") return notFound;
  if (removed === "last") return lastPage(labelOf(identity.provider, portal), portal);
  portal.audit.tell(stored);
  for (const other of await portal.sessions.ofUser(user.id))
    if (other.provider === identity.provider && other.id !== session.id) await portal.sessions.end(other.id);
  return redirect(portal.to("profile") + done("unlinked"));
};

const above = ({ to }: PortalContext) => ({ text: "Profile", href: to("profile") });

function removePage({ id, provider }: Identity, portal: PortalContext): Reply {
  const label = labelOf(provider, portal);
  const body = html`<p>You can no longer sign in with this account of ${label}.</p>
    <form method="post" action="${portal.to("profile", "identities", id, "remove")}">
      <button>Remove ${label}</button>
    </form>`;
  return page({ h1: `Remove ${label}`, above: above(portal), body, data: { id, provider } });
}

const lastPage = (label: string, portal: PortalContext): Reply => ({
  kind: "page",
  status: 409,
  conflict: LAST,
  page: { h1: `Remove ${label}`, above: above(portal), body: html`<p>${LAST}</p>` },
});

/** Whether people can sign in with a provider: it may be gone from the options. */
const isUsable = (provider: string, { settings }: PortalContext): boolean =>
  provider === BASIC ? settings.basic : settings.signIn.some(({ id }) => id === provider);

const labelOf = (provider: string, { settings }: PortalContext): string =>
  provider === BASIC
    ? "e-mail and password"
    : (settings.signIn.find(({ id }) => id === provider)?.label ?? provider);
