import type { ClientAdministration } from "@product-auth/core/clients";
import {
  SubscriptionNotFoundError,
  SubscriptionStateError,
  type StoredSubscription,
  type SubscriptionAdministration,
} from "@product-auth/core/subscriptions";
import { allApplications, allJobs } from "../applications/all-pages.js";
import { isConsoleKey } from "../console-keys/console-subscription.js";
import { pagesOf } from "../stores/pages-of.js";
import type { User } from "./users.js";

/** Where the subscriptions and applications of users are. */
export interface OwnedStores {
  readonly subscriptions?: SubscriptionAdministration | undefined;
  readonly applications?: ClientAdministration | undefined;
}

/** Called with the number of things that are done, and of all. */
export type Progress = (done: number, total: number) => Promise<void>;

/**
 * Brings what a user owns in line with the state of the user: the owner's state for one who is active or blocked, cancelled and
 * deleted for one who is deleted. May be repeated; what is in line already is left alone.
 */
export async function bringInLine(
  { id, state }: Pick<User, "id" | "state">,
  { subscriptions, applications }: OwnedStores,
  by: string | undefined,
  progress: Progress,
): Promise<void> {
  const act = by === undefined ? {} : { by };
  const keys = subscriptions === undefined ? [] : await subscriptionsOf(id, subscriptions);
  const clients =
    applications === undefined
      ? []
      : await allApplications({ administration: applications }, { ownerId: id });
  const total = keys.length + clients.length;
  let done = 0;
  await progress(done, total);
  for (const each of keys) {
    await ignoringGone(() => settleSubscription(each, state, subscriptions!, act));
    await progress(++done, total);
  }
  if (applications === undefined) return;
  if (state !== "deleted") {
    await applications.setOwnerState(id, state, act);
    if (clients.length > 0) await progress(total, total);
    return;
  }
  // Registrations first: each one becomes an application unless it is discarded.
  const administered = { administration: applications };
  for (const job of await allJobs(administered, { ownerId: id }))
    if (!job.isCleanup) await applications.discard(job.id, act);
  for (const client of await allApplications(administered, { ownerId: id })) {
    await applications.delete(client.id, act);
    await progress(Math.min(++done, total), total);
  }
}

async function settleSubscription(
  { id, state, ownerState = "active", ...rest }: StoredSubscription,
  owner: User["state"],
  subscriptions: SubscriptionAdministration,
  act: { readonly by?: string },
): Promise<void> {
  if (owner === "deleted" && isConsoleKey({ id, ...rest })) {
    await subscriptions.delete(id, act);
    return;
  }
  if (ownerState !== owner) await subscriptions.update(id, { ownerState: owner }, act);
  if (owner === "deleted" && LIVE.includes(state)) await subscriptions.cancel(id, { ...act, onlyFrom: LIVE });
}

const LIVE: StoredSubscription["state"][] = ["active", "submitted", "suspended"];

async function ignoringGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SubscriptionNotFoundError || error instanceof SubscriptionStateError)) throw error;
  }
}

/** The subscriptions of a user, the console's keys included. */
export async function subscriptionsOf(
  ownerId: string,
  subscriptions: Pick<SubscriptionAdministration, "list">,
): Promise<readonly StoredSubscription[]> {
  const found: StoredSubscription[] = [];
  for await (const { items } of pagesOf((from) => subscriptions.list({ ownerId, limit: 1000, ...from })))
    found.push(...items);
  return found;
}
