import type { User } from "./users.js";

/** Who changes a user, and why. */
export interface UserAct {
  /** Id of the user who acts. Absent: an operator, in the shell. */
  readonly by?: string;
  readonly comment?: string;
  /** Network of the actor, for the audit. */
  readonly address?: string;
}

/** The work on subscriptions and applications after a user was blocked, unblocked or deleted. */
export interface UserWork {
  readonly userId: string;
  /** Subscriptions and applications that are done, and all of them. Both are 0 until they are counted. */
  readonly done: number;
  readonly total: number;
  /** Why the last attempt failed; it is tried again. */
  readonly problem?: string;
}

/** A user after a change, and the work that is left; no work when all is done. */
export interface UserChange {
  readonly user: User;
  readonly work?: UserWork;
}

/** Users that match a search, by name. */
export interface UserList {
  readonly users: readonly User[];
  /** How many match. */
  readonly total: number;
  /** Whether there are more users than are searched. */
  readonly isCut: boolean;
}

/** What is searched. */
export interface UserQuery {
  /** Words that must all be in name or e-mail address; case does not count. Default: all users. */
  readonly search?: string;
  /** Users to leave out at the start. Default 0. */
  readonly skip?: number;
  /** Most users that are returned. Default 50. */
  readonly limit?: number;
}

/**
 * Changes the users of a portal. A user who is blocked or deleted is refused by the portal at once; subscriptions and applications
 * follow, as work that another process continues when this one stops.
 */
export interface UserAdministration {
  get(id: string): Promise<User | undefined>;
  /** The user who signs in with that e-mail address and a password. */
  findByEmail(email: string): Promise<User | undefined>;
  /** Users by name. Deleted ones are left out. */
  list(query?: UserQuery): Promise<UserList>;
  /** Sets the groups that administrators give. Rejects with `UserActError`. */
  setGroups(id: string, groups: readonly string[], act?: UserAct): Promise<User>;
  /** Blocks a user: no sign-in, no session, no key, no token. Rejects with `UserActError`. */
  block(id: string, act?: UserAct): Promise<UserChange>;
  unblock(id: string, act?: UserAct): Promise<UserChange>;
  /** Deletes a user: subscriptions are cancelled, applications deleted, personal data removed. Rejects with `UserActError`. */
  delete(id: string, act?: UserAct): Promise<UserChange>;
  /**
   * Brings the subscriptions and applications of a user in line with the user's state again: for what came to the user while
   * the state changed. Waits as a change does; the work is stored first, so it is continued when this process ends.
   */
  bringInLine(id: string, act?: UserAct): Promise<void>;
  /** What is left of the work after a change; undefined when all is done. */
  workOf(id: string): Promise<UserWork | undefined>;
  /** Continues work that another process left, and returns what is left of all work. */
  resumeAll(): Promise<readonly UserWork[]>;
  /** Waits for the work that this process does. */
  close(): Promise<void>;
}

/** Thrown for a user who does not exist. */
export class UserNotFoundError extends Error {
  override readonly name = "UserNotFoundError";
  readonly code = "PRODUCT_AUTH_USER_NOT_FOUND";

  constructor(id: string) {
    super(`There is no user ${id}`);
  }
}

/** Why a change of a user is refused. */
export type UserActReason = keyof typeof REASONS;

const REASONS = {
  "last-administrator":
    "This user is the last active administrator. Give another active user the group administrators first.",
  self: "You cannot do that to yourself.",
  actor: "The administrator who acts is not active any more.",
  deleted: "The user is deleted.",
} as const;

/** Thrown for a change of a user that is not allowed. */
export class UserActError extends Error {
  override readonly name = "UserActError";
  readonly code = "PRODUCT_AUTH_USER_ACT";
  readonly reason: UserActReason;

  constructor(reason: UserActReason) {
    super(REASONS[reason]);
    this.reason = reason;
  }
}
