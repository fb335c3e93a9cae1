import type { JsonObject, RecordRepository, StoredRecord } from "@product-auth/core/records";
import type { PortalContext } from "../portal-context.js";
import { writeUnlessConflict } from "./write-unless-conflict.js";

/** Milliseconds between two turns, over all instances. */
const HOUR = 3_600_000;
const KIND = "setting";

/**
 * Takes the hourly turn at some work; undefined when it was taken within the hour, or another instance was faster. `isDue`: whether
 * the outcome of the last turn asks for the next one at once.
 */
export async function takeTurn(
  work: string,
  { records, settings }: Pick<PortalContext, "records" | "settings">,
  isDue: (last: JsonObject) => boolean = () => false,
): Promise<StoredRecord | undefined> {
  const last = await records.get(KIND, work);
  const now = settings.clock();
  const at = last?.value["at"];
  // A time in the future is that of a clock that was wrong.
  const isWithinHour = typeof at === "number" && at <= now && now - at < HOUR;
  if (last !== undefined && isWithinHour && !isDue(last.value)) return undefined;
  const put = { kind: KIND, id: work, version: (last?.version ?? 0) + 1, value: { ...last?.value, at: now } };
  return (await writeUnlessConflict(records, [{ put }])) ? put : undefined;
}

/** Notes the outcome of a turn, unless the next one has been taken. */
export async function endTurn(
  turn: StoredRecord,
  outcome: JsonObject,
  records: Pick<RecordRepository, "write">,
): Promise<void> {
  const value = { at: turn.value["at"]!, ...outcome };
  await writeUnlessConflict(records, [{ put: { ...turn, version: turn.version + 1, value } }]);
}

/** When the last turn began, and its outcome; undefined before the first. */
export async function lastTurn(
  work: string,
  records: Pick<RecordRepository, "get">,
): Promise<object | undefined> {
  return (await records.get(KIND, work))?.value;
}
