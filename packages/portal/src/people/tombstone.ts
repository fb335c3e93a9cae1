import type { PortalAction } from "../audit/portal-event.js";
import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { MOST_CHANGES } from "../stores/remove-all.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";

/** Milliseconds for which the identities of a deleted user are kept, so that a sign-in makes no new user: 30 days. */
const TOMBSTONE_LASTS = 30 * 86_400_000;

/** Kinds of records that belong to one user and are removed with it. */
const PERSONAL_KINDS = [
  ...["session", "device", "password", "ticket", "latest-ticket", "form", "unclaimed", "mail", "reminder"],
];

/**
 * Removes the personal data of a deleted user: sessions, password, names, e-mail address, and the names and networks in the audit.
 * What stays for 30 days is the id of the user and the digests of the identities. May be repeated.
 */
export async function removePersonalData(
  userId: string,
  records: RecordRepository,
  now: number,
): Promise<void> {
  for (const kind of PERSONAL_KINDS)
    await eachOwned(records, kind, userId, ({ id }) => ({ remove: { kind, id } }));
  const expiresAt = now + TOMBSTONE_LASTS;
  await eachOwned(records, "identity", userId, (identity) =>
    identity.expiresAt === undefined
      ? {
          put: {
            ...identity,
            version: identity.version + 1,
            expiresAt,
            value: { provider: identity.value["provider"] ?? "" },
          },
        }
      : undefined,
  );
  await eachOwned(records, "audit", userId, withoutPerson);
  const user = await records.get("user", userId);
  if (user === undefined || user.expiresAt !== undefined) return;
  const value = { state: "deleted", deletedDate: now };
  await writeUnlessConflict(records, [{ put: { ...user, version: user.version + 1, expiresAt, value } }]);
}

/** Besides those on users, the actions whose name, and comment, is an e-mail address or a name of the user. */
const NAMING = new Set<unknown>(["identity-linked", "invitation-accepted"] satisfies PortalAction[]);

/** An event of the audit without the network; without the name where that is the name or the address of the user. */
function withoutPerson(record: StoredRecord): RecordChange | undefined {
  const { address, name, comment, ...rest } = record.value;
  const { action } = rest;
  const isNaming = NAMING.has(action);
  const isOfPerson = isNaming || (typeof action === "string" && action.startsWith("user-"));
  if (address === undefined && (name === undefined || !isOfPerson)) return undefined;
  const value = {
    ...rest,
    ...(comment !== undefined && !isNaming && { comment }),
    ...(name !== undefined && !isOfPerson && { name }),
  };
  return { put: { ...record, version: record.version + 1, value } };
}

/** Changes the records of a kind that a user owns. */
async function eachOwned(
  records: RecordRepository,
  kind: string,
  owner: string,
  change: (record: StoredRecord) => RecordChange | undefined,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await records.list(kind, {
      owner,
      limit: MOST_CHANGES,
      ...(after !== undefined && { after }),
    });
    const changes = page.records.map(change).filter((each) => each !== undefined);
    // After a conflict the caller's next attempt finds the record again.
    if (changes.length > 0) await records.write(changes);
    after = page.next;
  } while (after !== undefined);
}
