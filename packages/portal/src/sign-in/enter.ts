import type { RecordChange } from "@product-auth/core/records";
import type { Call } from "../call.js";
import type { FoundUser, User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { DELEGATION } from "../delegation/delegation-provider.js";
import { BASIC } from "./basic.js";
import type { SignedIn } from "./sign-in-provider.js";
import { startSession, type StartedSession } from "./start-session.js";

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
  call: Call,
  portal: PortalContext,
  also: (user: User) => readonly RecordChange[] = () => [],
): Promise<Entered> {
  let started: StartedSession | undefined;

  function session({ user, isNew }: FoundUser): readonly RecordChange[] {
    started = startSession({ user, isNew, provider }, person, call, portal);
    return [...started.changes, ...also(user)];
  }

  const found = await portal.users.signIn(provider, person, session, {
    isKnown: provider === BASIC || provider === DELEGATION,
  });
  if (found?.user.state !== "active" || started === undefined)
    return { isAdmitted: false, user: found?.user };
  for (const event of started.events) portal.audit.tell(event);
  portal.providers.signedIn(provider, person.groups !== undefined);
  return { isAdmitted: true, cookie: started.cookie, user: found.user };
}
