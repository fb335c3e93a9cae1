import type { RecordChange, RecordPage, RecordRepository, StoredRecord } from "../records/stored-record.js";
import { APPLICATION, applicationDocumentOf } from "./application-document.js";
import { ApplicationLimitError } from "./application-errors.js";
import { JOB, jobDocumentOf } from "./job-document.js";

/** The record that registrations of one owner with a limit change, so that they follow each other. */
const OWNER = "application-owner";
/** Milliseconds: longer than the time between the count and the write. */
const LIFETIME = 3_600_000;

/**
 * Checks the limit of an owner. Returns the change that must be written together with the new job: it conflicts when another
 * registration of the owner was written after the count.
 */
export async function withinLimit(
  owner: string,
  limit: number,
  records: RecordRepository,
  now: number,
): Promise<RecordChange> {
  const turn = await records.get(OWNER, owner);
  const taken = new Set<string>();
  let discarding = 0;
  // Jobs first: a registration that ends in between is found twice, and counted once.
  for await (const record of allOf(records, JOB, { owner })) {
    const job = jobDocumentOf(record);
    if (job === undefined || job.state === "done") continue;
    if (job.kind === "register") taken.add(job.id);
    if (job.kind === "discard") discarding += 1;
  }
  for await (const record of allOf(records, APPLICATION, { owner })) {
    const { id, registration = id } = applicationDocumentOf(record);
    taken.add(registration);
  }
  // What is still to be removed from Entra ID: while it is down, registering and discarding by turns would have no end.
  const left = Math.max(0, discarding - MOST_DISCARDING);
  if (taken.size + left >= limit) throw new ApplicationLimitError(limit);
  const version = (turn?.version ?? 0) + 1;
  return { put: { kind: OWNER, id: owner, owner, expiresAt: now + LIFETIME, version, value: {} } };
}

/** Discarded registrations of one owner that are still being removed, and do not count. */
const MOST_DISCARDING = 5;

/** All records of a kind, page by page. */
export async function* allOf(
  records: RecordRepository,
  kind: string,
  { owner, after: first }: { readonly owner?: string | undefined; readonly after?: string | undefined } = {},
): AsyncGenerator<StoredRecord, void, undefined> {
  let after = first;
  do {
    const page: RecordPage = await records.list(kind, {
      limit: 1000,
      ...(owner !== undefined && { owner }),
      ...(after !== undefined && { after }),
    });
    yield* page.records;
    after = page.next;
  } while (after !== undefined);
}
