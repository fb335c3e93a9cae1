import type { User } from "../people/users.js";
import type { UserActReason, UserWork } from "../people/user-administration.js";

const STATES: Readonly<Record<User["state"], string>> = {
  active: "Active",
  blocked: "Blocked",
  deleted: "Deleted",
};

/** The state of a user, as pages show it. */
export const userStateWords = (state: User["state"]): string => STATES[state];

const REFUSALS: Readonly<Record<UserActReason, string>> = {
  "last-administrator":
    "This is the last active administrator. Put another active user into the group Administrators first.",
  self: "You cannot do that to yourself. Ask another administrator.",
  actor: "You no longer administer this portal.",
  deleted: "The user is deleted.",
};

/** Why a change of a user was refused, as the page of the form says it. */
export const refusalWords = (reason: UserActReason): string => REFUSALS[reason];

/** The progress of the work that follows a change. */
export const workWords = ({ done, total, problem }: UserWork): string =>
  problem === undefined
    ? `${done} of ${total} subscriptions and applications are done.`
    : `${done} of ${total} subscriptions and applications are done. The rest is tried again: ${problem}.`;
