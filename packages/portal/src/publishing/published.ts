import type { JsonObject, RecordRepository, StoredRecord } from "@product-auth/core/records";
import type { Logo } from "./edition.js";
import type { LoadedSettings } from "./edition-of.js";
import { loadedSettings, SETTING } from "./stored-settings.js";

/** Ids of the edition in force and of the one before it. */
export const PUBLISHED = "published";
export const BEFORE = "published-before";

/** A published edition. */
export interface Published {
  /** 1 for the first one. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the administrator; absent for the shell and for the program. */
  readonly by?: string;
  readonly settings: LoadedSettings;
  /** Version of the record. */
  readonly version: number;
}

/** Reads the published edition, or the one before it; undefined without one. `known`: logos that need not be read again. */
export async function readPublished(
  records: Pick<RecordRepository, "get">,
  id: typeof PUBLISHED | typeof BEFORE = PUBLISHED,
  known: readonly (Logo | undefined)[] = [],
): Promise<Published | undefined> {
  const record = await records.get(SETTING, id);
  return record && publishedOf(record, await loadedSettings(record.value["settings"], records, known));
}

function publishedOf({ version, value }: StoredRecord, settings: LoadedSettings): Published {
  const { number, at, by } = value as JsonObject & { number?: unknown; at?: unknown; by?: unknown };
  return Object.freeze({
    number: typeof number === "number" ? number : version,
    at: typeof at === "number" ? at : 0,
    ...(typeof by === "string" && { by }),
    settings,
    version,
  });
}
