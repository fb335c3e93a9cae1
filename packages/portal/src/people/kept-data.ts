import type { JsonObject, StoredRecord } from "@product-auth/core/records";
import { allApplications, allJobs } from "../applications/all-pages.js";
import type { PortalEvent } from "../audit/portal-event.js";
import type { PortalContext } from "../portal-context.js";
import { pagesOf } from "../stores/pages-of.js";
import { subscriptionsOf } from "./owned-things.js";

/** Most events of the audit in one file: the newest. */
const MOST_EVENTS = 10_000;
const PAGE = 1000;

/** What a user's data is read from. */
export type KeptDataContext = Pick<PortalContext, "records" | "subscriptions" | "applications" | "audit">;

/**
 * All that the portal keeps about a user, for that user. Members are taken one by one: no key, no hash, no digest of a cookie, and
 * nothing of the administrators who acted.
 */
export async function keptDataOf(userId: string, portal: KeptDataContext): Promise<JsonObject> {
  const { records, subscriptions, applications } = portal;
  const user = await records.get("user", userId);
  const owned = await Promise.all(
    Object.entries(KEPT_RECORDS).map(async ([kind, kept]) =>
      kept === undefined
        ? undefined
        : ([kept.name, (await ownedRecords(kind, userId, portal)).map(kept.shown)] as const),
    ),
  );
  return {
    user:
      user === undefined
        ? {}
        : { id: userId, ...members(user.value, USER), ...dates(user.value, USER_DATES) },
    ...Object.fromEntries(owned.filter((each) => each !== undefined)),
    subscriptions: (await subscriptionsOf(userId, subscriptions)).map((each) => ({
      ...members(each, SUBSCRIPTION),
      ...dates(each, SUBSCRIPTION_DATES),
      keys: each.keys.map((key) => ({
        ...members(key, ["slot", "hint"]),
        ...dates(key, { endsAt: "endsAt" }),
      })),
    })),
    ...(applications && {
      applications: (await allApplications(applications, { ownerId: userId })).map((each) => ({
        clientId: each.id,
        ...members(each, APPLICATION),
        ...dates(each, CREATED),
      })),
      workInEntraId: (await allJobs(applications, { ownerId: userId })).map((each) => ({
        ...members(each, ["id", "kind", "state", "displayName", "clientId"]),
        ...dates(each, CREATED),
      })),
    }),
    ...(await activityOf(userId, portal)),
  };
}

type Shown = { readonly name: string; readonly shown: (record: StoredRecord) => JsonObject };

/**
 * The records that belong to a user, by kind. Undefined: shown in another way (applications, the audit), or without content. Every kind with an owner stands here; a test compares it with what the portal writes.
 */
export const KEPT_RECORDS: Readonly<Record<string, Shown | undefined>> = {
  identity: {
    name: "signInWith",
    shown: ({ value }) => ({
      ...members(value, ["provider"]),
      ...dates(value, { lastSignIn: "lastSignIn" }),
    }),
  },
  password: { name: "password", shown: ({ value }) => dates(value, { changedAt: "changedAt" }) },
  session: {
    name: "sessions",
    shown: ({ value }) => ({
      ...members(value, ["provider", "groups", "isAdministrator", { agent: "browser", address: "network" }]),
      ...dates(value, { authTime: "signedIn", lastSeen: "lastUsed" }),
    }),
  },
  device: {
    name: "knownBrowsers",
    shown: ({ expiresAt }) => dates({ expiresAt }, { expiresAt: "knownUntil" }),
  },
  unclaimed: { name: "keysNotShownYet", shown: ({ id }) => ({ subscription: id }) },
  reminder: {
    name: "endingSecrets",
    shown: ({ value }) => ({
      ...members(value, ["clientId", "name", "days"]),
      ...dates(value, { endDate: "endDate" }),
    }),
  },
  ticket: {
    name: "links",
    shown: ({ value, expiresAt }) => ({
      ...members(value, ["purpose", "email"]),
      ...dates({ expiresAt }, { expiresAt: "validUntil" }),
    }),
  },
  mail: {
    name: "mailsNotSentYet",
    shown: ({ value }) => ({ ...members(value, ["name"]), ...dates(value, { queuedAt: "queuedAt" }) }),
  },
  "latest-ticket": undefined,
  form: undefined,
  application: undefined,
  "application-owner": undefined,
  job: undefined,
  "user-job": undefined,
  audit: undefined,
};

const USER = ["email", "emailVerified", "firstName", "lastName", "state", "groups", "mailsOff"];
const USER_DATES = { registrationDate: "registrationDate" };
const CREATED = { createdDate: "createdDate" };
const SUBSCRIPTION = ["id", "displayName", "scope", "state", "stateComment", "ownerState"];
const SUBSCRIPTION_DATES = { ...CREATED, startDate: "startDate", endDate: "endDate" };
const APPLICATION = [
  "displayName",
  "description",
  "state",
  "stateComment",
  "ownerState",
  "objectId",
  "products",
];

async function ownedRecords(
  kind: string,
  owner: string,
  { records }: KeptDataContext,
): Promise<readonly StoredRecord[]> {
  const found: StoredRecord[] = [];
  for await (const page of pagesOf((from) => records.list(kind, { owner, limit: PAGE, ...from })))
    found.push(...page.records);
  return found;
}

/** What concerns the user, the newest first. The network of an administrator is not the user's to know. */
async function activityOf(userId: string, { audit }: KeptDataContext): Promise<JsonObject> {
  const activity: JsonObject[] = [];
  for await (const { events, next } of pagesOf((from) =>
    audit.list({ owner: userId, limit: PAGE, ...from }),
  )) {
    activity.push(...events.map((event) => activityEntry(event, userId)));
    if (activity.length >= MOST_EVENTS) return { activity, olderActivity: next !== undefined };
  }
  return { activity };
}

const activityEntry = ({ actor, ...event }: PortalEvent, userId: string): JsonObject => ({
  ...dates(event, { at: "at" }),
  ...members(event, ["action", "target", "name", "comment"]),
  by: actor === undefined || actor === userId ? "you" : "an administrator",
  ...(actor === userId && members(event, [{ address: "network" }])),
});

/** Members of an object by name; those that it does not have are left out. An object in the list renames. */
function members(from: object, names: readonly (string | Readonly<Record<string, string>>)[]): JsonObject {
  const found: Record<string, JsonObject[string]> = {};
  const given = from as JsonObject;
  for (const name of names)
    for (const [member, as] of typeof name === "string" ? [[name, name] as const] : Object.entries(name))
      if (given[member] !== undefined) found[as] = given[member];
  return found;
}

/** Milliseconds since 1970 as texts in ISO 8601, with the names that they get. */
function dates(from: object, names: Readonly<Record<string, string>>): JsonObject {
  const given = from as JsonObject;
  return Object.fromEntries(
    Object.entries(names)
      .map(([name, as]) => [as, new Date(Number(given[name] ?? Number.NaN))] as const)
      .filter(([, date]) => !Number.isNaN(date.getTime()))
      .map(([as, date]) => [as, date.toISOString()]),
  );
}
