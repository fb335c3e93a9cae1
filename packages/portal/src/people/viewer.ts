import type { Session } from "../sign-in/sessions.js";
import type { User } from "./users.js";

/** Who looks at a page. */
export type Viewer = Guest | SignedInUser;

/** A visitor who is not signed in. */
export interface Guest {
  readonly kind: "guest";
  readonly groups: ReadonlySet<string>;
  readonly isAdministrator: false;
}

/** A user with a session. */
export interface SignedInUser {
  readonly kind: "user";
  readonly user: User;
  readonly session: Session;
  readonly groups: ReadonlySet<string>;
  readonly isAdministrator: boolean;
}

export const guest: Guest = Object.freeze({
  kind: "guest",
  groups: new Set(["guests"]),
  isAdministrator: false,
});

/** The group whose users administer the portal, besides those to whom the sign-in gives the right. */
export const ADMINISTRATORS = "administrators";

/** The viewer of a session: in `developers`, in the groups of the sign-in and those that administrators gave. */
export function viewerOf(user: User, session: Session): SignedInUser {
  // Read at every request: a user who was demoted administers nothing from then on.
  const isAdministrator = session.isAdministrator || user.groups.includes(ADMINISTRATORS);
  const builtIn = isAdministrator ? ["developers", "administrators"] : ["developers"];
  const groups = new Set([...builtIn, ...session.groups, ...user.groups]);
  return { kind: "user", user, session, groups, isAdministrator };
}
