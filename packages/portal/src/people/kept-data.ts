import type { PortalContext } from "../portal-context.js";
import { isConsoleKey } from "../console-keys/console-subscription.js";
import { pagesOf } from "../stores/pages-of.js";
import { subscriptionsOf } from "./owned-things.js";
import type { User } from "./users.js";

/** Events of the audit in one file. */
const MOST_EVENTS = 10_000;

/** All that the portal keeps about a user, for that user: no key, no hash, no cookie. */
export async function keptDataOf(user: User, portal: PortalContext): Promise<object> {
  const { records, sessions, subscriptions, applications, passwords, audit } = portal;
  const { records: identities } = await records.list("identity", { owner: user.id, limit: 1000 });
  const clients =
    applications && (await applications.administration.list({ ownerId: user.id, limit: 1000 })).items;
  const events: unknown[] = [];
  for await (const page of pagesOf((from) => audit.list({ owner: user.id, limit: 1000, ...from }))) {
    events.push(...page.events.map(({ id: _, at, ...event }) => ({ at: iso(at), ...event })));
    if (events.length >= MOST_EVENTS) break;
  }
  const { id, email, emailVerified, firstName, lastName, state, groups, registrationDate } = user;
  return {
    user: {
      id,
      email,
      emailVerified,
      firstName,
      lastName,
      state,
      groups,
      registrationDate: iso(registrationDate),
    },
    hasPassword: await passwords.has(id),
    signInWith: identities.map(({ value }) => ({
      provider: value["provider"],
      lastSignIn: iso(Number(value["lastSignIn"])),
    })),
    sessions: (await sessions.ofUser(id)).map(({ provider, authTime, lastSeen, agent, address }) => ({
      provider,
      authTime: iso(authTime),
      lastSeen: iso(lastSeen),
      browser: agent,
      network: address,
    })),
    subscriptions: (await subscriptionsOf(id, subscriptions))
      .filter((each) => !isConsoleKey(each))
      .map((each) => ({
        id: each.id,
        scope: each.scope,
        displayName: each.displayName,
        state: each.state,
        stateComment: each.stateComment,
        createdDate: iso(each.createdDate),
      })),
    applications: (clients ?? []).map((each) => ({
      clientId: each.id,
      displayName: each.displayName,
      description: each.description,
      state: each.state,
      products: each.products,
      createdDate: iso(each.createdDate),
    })),
    activity: events,
  };
}

const iso = (time: number): string | undefined =>
  Number.isFinite(time) ? new Date(time).toISOString() : undefined;
