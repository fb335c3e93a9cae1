import { createHash } from "node:crypto";
import type { PortalContext } from "../portal-context.js";
import { changesBetween, type SettingChange } from "./changes.js";
import type { LoadedSettings } from "./edition-of.js";
import { readSettingsFile, type SettingsFile } from "./read-settings-file.js";
import { storedSettings } from "./stored-settings.js";

/** What would be published now. */
export interface Candidate extends SettingsFile {
  /** What visitors would see change; empty with problems. */
  readonly changes: readonly SettingChange[];
  /** Whether there is something to publish: a change, or the first edition from a settings file. */
  readonly isNew: boolean;
  /** Identifies the content, so that what is published is what was looked at. */
  readonly digest: string;
}

/** Reads the settings file again. Without one, the candidate is the options of the program. */
export function candidateOf({ editions }: Pick<PortalContext, "editions">): Candidate {
  const { path } = editions;
  const { settings, problems } = path === undefined ? { settings: {}, problems: [] } : readSettingsFile(path);
  const changes = problems.length > 0 ? [] : changesBetween(editions.current, editions.effectOf(settings));
  const isFirst = editions.published === undefined && path !== undefined;
  const isNew = problems.length === 0 && (changes.length > 0 || isFirst);
  return { settings, problems, changes, isNew, digest: digestOf(settings) };
}

const digestOf = (settings: LoadedSettings): string =>
  createHash("sha256")
    .update(JSON.stringify(storedSettings(settings)))
    .digest("base64url");
