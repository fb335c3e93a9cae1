import { RepositoryConflictError, type RecordChange, type StoredRecord } from "@product-auth/core/records";
import {
  SubscriptionNotFoundError,
  SubscriptionStateError,
  type StoredSubscription,
} from "@product-auth/core/subscriptions";
import { releaseOf, type ClaimedForm } from "../forms/forms.js";
import type { PortalContext } from "../portal-context.js";

/**
 * A subscription that is being made: a record of kind `job` with the id of the subscription, written before it and removed after
 * its last step. When the process ends in between, the record is what tells a leftover from a subscription that waits for
 * approval, also after the product's `approvalRequired` has changed.
 */
export interface Unfinished {
  readonly id: string;
  readonly owner: string;
  readonly product: string;
  readonly name: string;
  readonly form: ClaimedForm;
}

/** Milliseconds after which the work has failed: its calls to the stores are bounded to less. */
const LEASE = 60_000;

export function jobOf({ id, owner, product, name, form }: Unfinished, now: number): StoredRecord {
  const value = { what: "subscribe", product, name, form: form.id, startedAt: now };
  return { kind: "job", id, owner, version: 1, value };
}

/** The end of the work, as a change. It conflicts when the work was settled as failed. */
export const endOf = ({ id }: Pick<Unfinished, "id">): RecordChange => ({
  remove: { kind: "job", id, version: 1 },
});

/** The work failed, as changes: its form may be sent again, with another job; this one no longer releases it. */
export const abandoned = (work: Unfinished, now: number): readonly RecordChange[] => {
  const job = jobOf(work, now);
  const { form: _, ...value } = job.value;
  return [{ put: { ...job, value, version: 2 } }, releaseOf(work.form)];
};

/**
 * The ids of the subscriptions that are being made, of one user or of all. What a process left unfinished is settled first.
 */
export async function unfinished(
  owner: string | undefined,
  portal: PortalContext,
): Promise<ReadonlySet<string>> {
  const { records } = await portal.records.list("job", {
    limit: 1000,
    ...(owner !== undefined && { owner }),
  });
  const ids = new Set<string>();
  for (const job of records)
    if (job.value["what"] === "subscribe" && !(await settle(job, portal))) ids.add(job.id);
  return ids;
}

/** Whether a subscription that waits is still being made. */
export async function isUnfinished(id: string, portal: PortalContext): Promise<boolean> {
  const job = await portal.records.get("job", id);
  return job !== undefined && !(await settle(job, portal));
}

/** Settles work that was left unfinished; false when it may go on still. */
async function settle(job: StoredRecord, portal: PortalContext): Promise<boolean> {
  const { id, owner, value, version } = job;
  const { startedAt, form, name } = value as { startedAt: number; form?: string; name: string };
  if (portal.settings.clock() < startedAt + LEASE) return false;
  const kept = await keptOf(id, portal);
  const ended: RecordChange = { remove: { kind: "job", id, version } };
  try {
    if (kept === undefined) {
      // Nothing was granted: as if the form had never been sent.
      await portal.records.write([ended, ...(form === undefined ? [] : [releaseOf({ id: form })])]);
      return true;
    }
    // It was granted, and the answer may have been lost: the owner finds it in the list, and regenerates the keys.
    const event = { action: "subscribe", target: id, name } as const;
    await portal.audit.add({ ...event, ...(owner !== undefined && { actor: owner, owner }) }, ended);
  } catch (error) {
    if (!(error instanceof RepositoryConflictError)) throw error; // another process settled it
  }
  return true;
}

/** The subscription of unfinished work, if it was granted; otherwise it is removed. */
async function keptOf(id: string, { subscriptions }: PortalContext): Promise<StoredSubscription | undefined> {
  try {
    // Cancelled before it is deleted, and from this state only: a process that is merely slow may activate it at this moment.
    await subscriptions.cancel(id, { onlyFrom: ["submitted"] });
  } catch (error) {
    if (error instanceof SubscriptionNotFoundError) return undefined;
    if (!(error instanceof SubscriptionStateError)) throw error;
    const subscription = await subscriptions.get(id);
    // Cancelled by its first change: a settling that ended here. One that was granted has had two changes by then.
    const isLeftover = subscription?.state === "cancelled" && subscription.version === 2;
    if (!isLeftover) return subscription;
  }
  await subscriptions.delete(id);
  return undefined;
}
