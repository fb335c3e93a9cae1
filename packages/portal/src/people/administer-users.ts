import type { ClientAdministration } from "@product-auth/core/clients";
import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { withTimeout, type SubscriptionAdministration } from "@product-auth/core/subscriptions";
import { AuditLog } from "../audit/audit-log.js";
import type { PortalAction, PortalEvent } from "../audit/portal-event.js";
import { Sessions } from "../sign-in/sessions.js";
import { administratorLock, isStoredAdministrator, requireAnotherAdministrator } from "./administrators.js";
import {
  UserActError,
  UserNotFoundError,
  type UserAct,
  type UserAdministration,
  type UserChange,
} from "./user-administration.js";
import { stateMail } from "./state-mail.js";
import { UserJobs } from "./user-jobs.js";
import { listUsers } from "./user-list.js";
import { displayNameOf, retried, userOf, Users, type User } from "./users.js";

/** Options of `administerUsers`. */
export interface UserAdministrationOptions {
  readonly records: RecordRepository;
  /** `administerSubscriptions({ repository })`. Without it, subscriptions stay as they are. */
  readonly subscriptions?: SubscriptionAdministration;
  /** `administerClients({ records, provisioning })`. Without it, client applications stay as they are. */
  readonly applications?: ClientAdministration;
  /** Called for each event, after it is stored. What it throws becomes a process warning. */
  readonly onAudit?: (event: PortalEvent) => void;
  /** Called when work in the background fails; it is tried again. Default: a process warning. */
  readonly onProblem?: (cause: unknown) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Milliseconds for which a change waits for its work. It goes on in the background. Default 5000. */
  readonly patience?: number;
}

/** Makes the functions that change the users in the records of a portal. */
export function administerUsers({
  records,
  subscriptions,
  applications,
  onAudit,
  onProblem = (cause) =>
    process.emitWarning(cause instanceof Error ? cause : String(cause), "ProductAuthUserWarning"),
  clock = () => Date.now(),
  patience = 5000,
}: UserAdministrationOptions): UserAdministration {
  const users = new Users(records, clock);
  const audit = new AuditLog(records, clock, onAudit);
  const sessions = new Sessions(records, clock, { idle: Infinity, absolute: Infinity });
  const jobs = new UserJobs({ records, subscriptions, applications, clock, onProblem });

  /**
   * Changes a user, together with the audit and `also`. `next` returns the new value, or undefined when nothing is to be changed;
   * it is asked again after a conflict.
   */
  async function change(
    id: string,
    action: PortalAction,
    { by, comment, address }: UserAct,
    next: (user: User) => StoredRecord["value"] | undefined,
    also: (user: User) => Promise<readonly RecordChange[]> = () => Promise.resolve([]),
  ): Promise<User> {
    return retried(async () => {
      const record = await records.get("user", id);
      if (record === undefined) throw new UserNotFoundError(id);
      const user = userOf(record);
      const changes = next(user);
      if (changes === undefined) return user;
      const changed = { ...record, version: record.version + 1, value: { ...record.value, ...changes } };
      const lock = await administratorLock(records);
      if (by !== undefined && by !== id && (await users.get(by))?.state !== "active")
        throw new UserActError("actor");
      if (isStoredAdministrator(user) && !isStoredAdministrator(userOf(changed)))
        await requireAnotherAdministrator(id, records);
      const event = audit.changeOf({
        action,
        owner: id,
        name: displayNameOf(user),
        ...(by !== undefined && { actor: by }),
        ...(comment !== undefined && { comment }),
        ...(address !== undefined && { address }),
      });
      await records.write([{ put: changed }, lock, event.change, ...(await also(user))]);
      audit.tell(event.stored);
      return userOf(changed);
    });
  }

  /** Changes the state of a user, and what belongs to the user with it. */
  async function changeState(
    id: string,
    state: User["state"],
    action: PortalAction,
    act: UserAct,
  ): Promise<UserChange> {
    if (state !== "active" && act.by === id && action !== "user-closed") throw new UserActError("self");
    // Those of a user who was blocked end before the user is active again.
    if (state === "active") await sessions.endAll(id);
    const user = await change(
      id,
      action,
      act,
      (old) => {
        if (old.state === "deleted" && state !== "deleted") throw new UserActError("deleted");
        return old.state === state ? undefined : { state };
      },
      async (old) => [await jobs.starting(id, act.by), ...stateMail(old, state, clock())],
    );
    if (state !== "active") await sessions.endAll(id);
    await work(id);
    const left = await jobs.workOf(id);
    return { user, ...(left && { work: left }) };
  }

  /** Works for a user for as long as a change may wait. It goes on afterwards. */
  const work = (id: string) => withTimeout(jobs.run(id), patience, "The work goes on").catch(() => undefined);

  return {
    get: (id) => users.get(id),
    findByEmail: (email) => users.findByEmail(email),
    list: (query = {}) => listUsers(records, query),
    async setGroups(id, groups, act = {}) {
      const wanted = [...new Set(groups)].toSorted();
      return change(id, "user-groups", { ...act, comment: wanted.join(", ") || "none" }, (user) => {
        if (user.state === "deleted") throw new UserActError("deleted");
        return wanted.join() === user.groups.toSorted().join() ? undefined : { groups: wanted };
      });
    },
    block: (id, act = {}) => changeState(id, "blocked", "user-blocked", act),
    unblock: (id, act = {}) => changeState(id, "active", "user-unblocked", act),
    delete: (id, act = {}) => changeState(id, "deleted", act.by === id ? "user-closed" : "user-deleted", act),
    async bringInLine(id, { by } = {}) {
      await retried(async () => records.write([await jobs.starting(id, by)]));
      await work(id);
    },
    workOf: (id) => jobs.workOf(id),
    resumeAll: () => jobs.runAll(),
    close: () => jobs.close(),
  };
}
