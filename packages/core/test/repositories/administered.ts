import {
  administerSubscriptions,
  MemorySubscriptionRepository,
  type AdministrationOptions,
  type AuditEvent,
} from "#src/repositories/index.js";

/** Start of the clock that is moved by hand. */
export const START = Date.UTC(2026, 0, 1);

/** Administration of subscriptions in memory, with what its audit was told. */
export function administered(more: Partial<AdministrationOptions> = {}) {
  const clock = { now: START };
  const events: AuditEvent[] = [];
  const repository = new MemorySubscriptionRepository();
  const admin = administerSubscriptions({
    repository,
    clock: () => clock.now,
    onAudit: (event) => void events.push(event),
    ...more,
  });
  return { admin, clock, events, repository };
}

/** The error with which a promise rejects; the text `none` when it does not. */
export const failureOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => "none",
    (error: unknown) => error,
  );
