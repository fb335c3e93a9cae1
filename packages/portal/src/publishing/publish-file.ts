import { ConfigurationError } from "@product-auth/core";
import type { RecordRepository } from "@product-auth/core/records";
import { AuditLog } from "../audit/audit-log.js";
import type { PortalEvent } from "../audit/portal-event.js";
import { LONGEST_COMMENT, plainText } from "../texts/text-problem.js";
import { changesBetween, type SettingChange } from "./changes.js";
import type { LoadedSettings } from "./edition-of.js";
import { publishSettings } from "./publish-settings.js";
import { readPublished } from "./published.js";
import { readSettingsFile } from "./read-settings-file.js";

/** What `publishFile` works with. */
export interface PublishFileOptions {
  readonly records: RecordRepository;
  /** Whether to check and compare only. Default false. */
  readonly check?: boolean;
  /** Stored with the event of the audit. */
  readonly comment?: string;
  /** Called for the event, after it is stored. */
  readonly onAudit?: (event: PortalEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/** What came of it. */
export interface PublishedFile {
  /** Number of the edition in force. 0: none. */
  readonly number: number;
  /** Whether it was published now; false with `check`, and where nothing differs. */
  readonly isPublished: boolean;
  /** What differs from the edition that was in force. */
  readonly changes: readonly SettingChange[];
}

/**
 * Publishes a settings file for all instances over these records, as the page "Publish" does. Rejects with one `ConfigurationError`
 * that lists every problem with its line and column, and with `EditionConflictError` when another edition is published at the
 * same time.
 */
export async function publishFile(
  path: string,
  { records, check = false, comment, onAudit, clock = () => Date.now() }: PublishFileOptions,
): Promise<PublishedFile> {
  const { settings, problems } = readSettingsFile(path);
  if (problems.length > 0) throw new ConfigurationError(problems, "The settings cannot be published");
  const published = await readPublished(records);
  const number = published?.version ?? 0;
  const changes = changesBetween(published?.settings ?? {}, settings);
  const isSame = published !== undefined && changes.length === 0;
  if (check || isSame) return { number, isPublished: false, changes };
  return {
    number: await publishAudited(settings, { records, expected: number, now: clock(), comment, onAudit }),
    isPublished: true,
    changes,
  };
}

/** Publishes without an administrator: from the program or the shell. */
export async function publishAudited(
  settings: LoadedSettings,
  {
    records,
    expected,
    now,
    comment,
    onAudit,
  }: {
    readonly records: RecordRepository;
    readonly expected: number;
    readonly now: number;
    readonly comment?: string | undefined;
    readonly onAudit: ((event: PortalEvent) => void) | undefined;
  },
): Promise<number> {
  const audit = new AuditLog(records, () => now, onAudit);
  const { change, stored } = audit.changeOf({
    action: "published",
    target: String(expected + 1),
    ...(comment !== undefined && { comment: plainText(comment, LONGEST_COMMENT) }),
  });
  const number = await publishSettings(settings, { records, now, expected, also: [change] });
  audit.tell(stored);
  return number;
}

/** The edition in force over these records; undefined when nothing was published. */
export async function publishedEdition(records: RecordRepository): Promise<PublishedEdition | undefined> {
  const published = await readPublished(records);
  if (published === undefined) return undefined;
  const { number, at, by, settings } = published;
  return {
    number,
    at,
    ...(by !== undefined && { by }),
    settings: changesBetween({}, settings).map(({ name, to = "" }) => ({ name, value: to })),
  };
}

/** A published edition, for people. Long texts are cut. */
export interface PublishedEdition {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the administrator; absent for the program and the shell. */
  readonly by?: string;
  readonly settings: readonly { readonly name: string; readonly value: string }[];
}
