import type { RecordChange } from "@product-auth/core/records";
import type { Call } from "../call.js";
import type { PortalEvent } from "../audit/portal-event.js";
import { agentFamilyOf } from "../people/agent-family.js";
import { visitorNetwork } from "../people/network.js";
import { displayNameOf, type User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { DELEGATION } from "../delegation/delegation-provider.js";
import { BASIC } from "./basic.js";
import { rightsOf } from "./rights-of.js";
import type { SignedIn } from "./sign-in-provider.js";

/** Whether a person may enter. `user`: absent when the record of the user is gone. */
export type Entered =
  | { readonly isAdmitted: true; readonly cookie: string; readonly user: User }
  | { readonly isAdmitted: false; readonly user: User | undefined };

/**
 * Lets a person in whom a provider knows: user, identity, session and audit are written together or not at all. A session
 * that the browser had ends; its cookie is never used again. `also`: further changes for the user. With an e-mail address and a
 * password, and by the delegating site, only known users sign in: sign-up, invitations and the site make users.
 */
export async function enter(
  person: SignedIn,
  provider: string,
  { viewer, headers, address }: Call,
  portal: PortalContext,
  also: (user: User) => readonly RecordChange[] = () => [],
): Promise<Entered> {
  const from = visitorNetwork(address);
  let cookie = "";
  let events: readonly PortalEvent[] = [];

  function session({ user, isNew }: { user: User; isNew: boolean }): readonly RecordChange[] {
    const started = portal.sessions.create({
      userId: user.id,
      provider,
      ...rightsOf(person, portal.settings),
      agent: agentFamilyOf(headers.get("user-agent")),
      ...from,
    });
    ({ cookie } = started);
    const about = { actor: user.id, owner: user.id, target: provider, ...from };
    const audited = [
      ...(isNew ? [{ action: "user-created" as const, ...about, name: displayNameOf(user) }] : []),
      { action: "sign-in" as const, ...about },
    ].map((event) => portal.audit.changeOf(event));
    events = audited.map(({ stored }) => stored);
    const ended = viewer.kind === "user" ? [portal.sessions.ending(viewer.session.id)] : [];
    return [started.change, ...ended, ...audited.map(({ change }) => change), ...also(user)];
  }

  const found = await portal.users.signIn(provider, person, session, {
    isKnown: provider === BASIC || provider === DELEGATION,
  });
  if (found?.user.state !== "active") return { isAdmitted: false, user: found?.user };
  for (const event of events) portal.audit.tell(event);
  portal.providers.signedIn(provider, person.groups !== undefined);
  return { isAdmitted: true, cookie, user: found.user };
}
