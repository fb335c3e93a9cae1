import type { ClientAdministration } from "@product-auth/core/clients";
import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import type { SubscriptionAdministration } from "@product-auth/core/subscriptions";
import { numbers, PRODUCTS, productName } from "./sized-catalog.js";

export const USERS = 1_000;
export const SUBSCRIPTIONS = 10_000;
export const EVENTS = 10_000;
export const APPLICATIONS = 100;
/** Subscriptions that wait for approval. */
export const WAITING = 100;
/** Subscriptions, applications and events of the user who is measured: more than one page of each list but applications. */
const OWN = { subscriptions: 60, applications: 5, events: 60 };

const AT_ONCE = 20;
const START = Date.UTC(2026, 0, 1);

/** What is filled, and whose the first things are. */
export interface Filled {
  readonly records: RecordRepository;
  readonly subscriptions: SubscriptionAdministration;
  readonly applications: ClientAdministration;
  /** Id of the user who is measured. */
  readonly user: string;
}

/** Fills the stores of a portal to the sizes above. Returns ids of what pages show. */
export async function fillStores({ records, subscriptions, applications, user }: Filled): Promise<{
  readonly subscription: string;
  readonly waiting: string;
  readonly application: string;
}> {
  await writeAll(records, numbers(USERS).map(userRecord));
  await writeAll(
    records,
    numbers(EVENTS).map((at) => eventRecord(at, at < OWN.events ? user : userId(at))),
  );
  const made = await inTurns(SUBSCRIPTIONS, (at) =>
    subscriptions.create({
      displayName: `Shop ${at}`,
      scope: `/products/${productName(at % PRODUCTS)}`,
      ownerId: at < OWN.subscriptions ? user : userId(at),
      state: at >= SUBSCRIPTIONS - WAITING ? "submitted" : "active",
    }),
  );
  const registered = await inTurns(APPLICATIONS, (at) =>
    applications.register({
      key: `application-${at}`,
      displayName: `Robot ${at}`,
      ownerId: at < OWN.applications ? user : userId(at),
      products: [linkOf(productName(at % PRODUCTS))],
    }),
  );
  return {
    subscription: made[0]!.subscription.id,
    waiting: made.at(-1)!.subscription.id,
    application: registered[0]!.clientId!,
  };
}

const linkOf = (name: string) => ({ name, audience: `api://${name}`, role: "Caller" });
const userId = (at: number): string => `user-${at % USERS}`;

// As the portal stores them: 1,000 people who sign in would take minutes.
function userRecord(at: number): RecordChange {
  const value = {
    firstName: `Adele ${at}`,
    lastName: `Vance ${(at * 7919) % USERS}`,
    email: `adele.vance.${at}@contoso.example`,
    emailVerified: true,
    state: "active",
    groups: [],
    registrationDate: START + at,
  };
  return { put: { kind: "user", id: userId(at), version: 1, value } };
}

function eventRecord(at: number, owner: string): RecordChange {
  const time = START + at * 1000;
  const id = `${time.toString(36).padStart(9, "0")}-0000${String(at).padStart(16, "0")}`;
  const value = { at: time, action: "subscribe", actor: owner, target: `s-${at}`, name: `Shop ${at}` };
  return { put: { kind: "audit", id, owner, version: 1, value } };
}

async function writeAll(records: RecordRepository, changes: readonly RecordChange[]): Promise<void> {
  for (let at = 0; at < changes.length; at += AT_ONCE) await records.write(changes.slice(at, at + AT_ONCE));
}

async function inTurns<T>(count: number, make: (at: number) => Promise<T>): Promise<readonly T[]> {
  const made: T[] = [];
  for (let from = 0; from < count; from += AT_ONCE)
    made.push(...(await Promise.all(numbers(Math.min(AT_ONCE, count - from)).map((at) => make(from + at)))));
  return made;
}
