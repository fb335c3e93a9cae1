import {
  RepositoryConflictError,
  type JsonObject,
  type RecordChange,
  type RecordRepository,
  type StoredRecord,
} from "@product-auth/core/records";
import type { LoadedSettings } from "./edition-of.js";
import { BEFORE, PUBLISHED } from "./published.js";
import { logoIn, logoRecords, logoRemovals, SETTING, storedSettings } from "./stored-settings.js";

/** Thrown when another edition was published since the one was looked at. Nothing is changed. */
export class EditionConflictError extends Error {
  override readonly name = "EditionConflictError";
  readonly code = "PRODUCT_AUTH_PORTAL_EDITION_CONFLICT";

  constructor() {
    super("Another edition was published meanwhile. Look at the changes again, then publish");
  }
}

/** How settings are published. */
export interface Publishing {
  readonly records: Pick<RecordRepository, "get" | "write">;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Id of the administrator. */
  readonly by?: string;
  /** Number of the edition that was looked at, 0 for none. Another one in force is a conflict. */
  readonly expected: number;
  /** Written together with the edition, such as an event of the audit. */
  readonly also?: readonly RecordChange[];
}

/**
 * Makes settings the published edition, and keeps the one before it: all in one write, or nothing. Returns its number. Rejects with
 * `EditionConflictError` when two publish at once.
 */
export async function publishSettings(
  settings: LoadedSettings,
  { records, now, by, expected, also = [] }: Publishing,
): Promise<number> {
  const [published, before] = await Promise.all([
    records.get(SETTING, PUBLISHED),
    records.get(SETTING, BEFORE),
  ]);
  if ((published?.version ?? 0) !== expected) throw new EditionConflictError();
  const number = expected + 1;
  const value: JsonObject = {
    number,
    at: now,
    ...(by !== undefined && { by }),
    settings: storedSettings(settings),
  };
  try {
    await records.write([
      { put: { kind: SETTING, id: PUBLISHED, version: number, value } },
      ...(published === undefined ? [] : [keptBefore(published, before)]),
      ...logoChanges(settings, published, before),
      ...also,
    ]);
  } catch (error) {
    if (error instanceof RepositoryConflictError) throw new EditionConflictError();
    throw error;
  }
  return number;
}

const keptBefore = ({ value }: StoredRecord, before: StoredRecord | undefined): RecordChange => ({
  put: { kind: SETTING, id: BEFORE, version: (before?.version ?? 0) + 1, value },
});

/** Stores the logo where it is new, and removes the one that no kept edition has any more. */
function logoChanges(
  { logo }: LoadedSettings,
  published: StoredRecord | undefined,
  before: StoredRecord | undefined,
): readonly RecordChange[] {
  const [ofPublished, ofBefore] = [published, before].map((record) => logoIn(record?.value["settings"]));
  const isStored = logo?.digest === ofPublished?.digest || logo?.digest === ofBefore?.digest;
  const isKept = ofBefore?.digest === logo?.digest || ofBefore?.digest === ofPublished?.digest;
  return [
    ...(isStored ? [] : logoRecords(logo).map((put) => ({ put }))),
    ...(isKept || ofBefore === undefined ? [] : logoRemovals(ofBefore)),
  ];
}
