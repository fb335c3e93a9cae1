import type { SecretSummary, StoredApplication } from "@product-auth/core/clients";
import type { RecordChange } from "@product-auth/core/records";
import { html, type Html } from "../html/template.js";
import { time } from "../html/table.js";
import { digestOf } from "../people/digest.js";
import type { PortalContext } from "../portal-context.js";
import { pagesOf } from "../stores/pages-of.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { reminderDue, timeUntilWords } from "../texts/secret-lifetimes.js";

/** A client secret that ends within 30 days. */
export interface EndingSecret {
  readonly clientId: string;
  /** Name of the application. */
  readonly name: string;
  readonly keyId: string;
  readonly endDate: number;
}

/**
 * Notes the secrets of an application that end in 30, 7 or 1 days. Each note is a record of kind `reminder`, which only one of all
 * instances can write, and the event of the audit is written with it.
 */
export async function noteEndingSecrets(
  application: StoredApplication,
  secrets: readonly SecretSummary[],
  portal: PortalContext,
): Promise<void> {
  const { id: clientId, displayName: name, ownerId: owner } = application;
  const now = portal.settings.clock();
  for (const { keyId, hint, endDate } of secrets) {
    const days = reminderDue(endDate, now);
    if (days === undefined) continue;
    const id = digestOf(`${clientId}|${keyId}|${days}`);
    if ((await portal.records.get("reminder", id)) !== undefined) continue;
    const owned = owner === undefined ? {} : { owner };
    const value = { clientId, name, keyId, endDate, days };
    const put = { kind: "reminder", id, ...owned, expiresAt: endDate, version: 1, value };
    const { change, stored } = portal.audit.changeOf({
      action: "secret-ends",
      ...owned,
      target: clientId,
      name,
      comment: `${hint === undefined ? "" : `secret ${hint}, `}ends ${new Date(endDate).toISOString()}`,
    });
    const data = { clientId, application: name, endDate };
    const mail = owner === undefined ? [] : portal.mails.queued("secret-ends", { user: owner, data });
    if (await writeUnlessConflict(portal.records, [{ put }, change, ...mail])) portal.audit.tell(stored);
  }
}

/** The secrets of a user's applications that end soon, as they were noted: one entry each. */
export async function endingSecrets(owner: string, portal: PortalContext): Promise<readonly EndingSecret[]> {
  const found = new Map<string, EndingSecret>();
  for await (const { records } of pagesOf((from) =>
    portal.records.list("reminder", { owner, limit: 1000, ...from }),
  ))
    for (const { value } of records) {
      const secret = value as unknown as EndingSecret;
      found.set(secret.keyId, secret);
    }
  return [...found.values()].toSorted((a, b) => a.endDate - b.endDate);
}

/** The ends of what was noted about secrets, as changes: of one secret, or of all of an application. */
export async function reminderEnds(
  { id: clientId, ownerId: owner }: StoredApplication,
  keyId: string | undefined,
  { records }: PortalContext,
): Promise<readonly RecordChange[]> {
  if (owner === undefined) return [];
  const changes: RecordChange[] = [];
  for await (const { records: noted } of pagesOf((from) =>
    records.list("reminder", { owner, limit: 1000, ...from }),
  ))
    for (const { id, value } of noted)
      if (value["clientId"] === clientId && (keyId === undefined || value["keyId"] === keyId))
        changes.push({ remove: { kind: "reminder", id } });
  return changes.slice(0, MOST_CHANGES);
}

/** Most changes that are written together with an event: a write has 20. */
const MOST_CHANGES = 19;

/** Warns of a secret that ends soon. */
export const secretBanner = (
  { clientId, name, endDate }: Omit<EndingSecret, "keyId">,
  { settings, to }: PortalContext,
): Html =>
  html`<p class="note" role="note">
    A client secret of ${name} ends ${timeUntilWords(endDate, settings.clock())}, ${time(endDate)}.
    <a href="${to("applications", clientId, "secrets", "new")}">New client secret for ${name}</a>
  </p>`;
