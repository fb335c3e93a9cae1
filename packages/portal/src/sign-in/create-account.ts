import { randomUUID } from "node:crypto";
import type { Call } from "../call.js";
import type { PasswordPlace } from "../passwords/password-places.js";
import { basicKeyOf } from "../people/email.js";
import { visitorNetwork } from "../people/network.js";
import type { PortalContext } from "../portal-context.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { BASIC } from "./basic.js";
import { DEVICE_COOKIE, DEVICE_SECONDS } from "./devices.js";
import { startSession } from "./start-session.js";
import type { Ticket } from "./tickets.js";

/** What came of it: cookies; undefined when the ticket was used meanwhile, or the address has an account. */
export type CreatedAccount = { readonly cookies: readonly string[] } | undefined;

/**
 * Makes the user of a ticket, with a password. User, identity, password, session, known browser and audit are written together
 * with the end of the ticket, or not at all.
 */
export async function createAccount(
  { ticket, email, password }: { readonly ticket: Ticket; readonly email: string; readonly password: string },
  call: Call,
  portal: PortalContext,
  place: PasswordPlace,
): Promise<CreatedAccount> {
  const { user, changes } = portal.users.newUser({
    provider: BASIC,
    id: randomUUID(),
    key: basicKeyOf(email),
    email,
    emailVerified: ticket.email === email,
    names: ticket.names ?? {},
    groups: ticket.groups ?? [],
  });
  const hashed = await portal.passwords.change(user.id, password, place);
  const known = portal.cookies.read(call.headers.get("cookie"), DEVICE_COOKIE);
  const device = await portal.devices.remember(user.id, known);
  const person = { roles: [], groups: [] };
  const session = startSession({ user, isNew: true, provider: BASIC }, person, call, portal);
  const accepted = acceptedEvent(ticket, { userId: user.id, provider: BASIC }, call, portal);
  const isWritten = await writeUnlessConflict(portal.records, [
    ...ticket.taking,
    ...changes,
    hashed,
    ...device.changes,
    ...session.changes,
    ...accepted.map(({ change }) => change),
  ]);
  if (!isWritten) return undefined;
  for (const event of [...session.events, ...accepted.map(({ stored }) => stored)]) portal.audit.tell(event);
  return {
    cookies: [
      portal.cookies.set(session.cookie),
      portal.cookies.set(device.cookie, { suffix: DEVICE_COOKIE, maxAge: DEVICE_SECONDS }),
    ],
  };
}

/** The event of an accepted invitation; none for a sign-up. `email`: of the account that accepts it. */
export function acceptedEvent(
  { purpose, email }: Ticket,
  { userId, provider, email: own }: { userId: string; provider: string; email?: string | undefined },
  { address }: Pick<Call, "address">,
  { audit }: PortalContext,
): readonly ReturnType<PortalContext["audit"]["changeOf"]>[] {
  if (purpose === "sign-up") return [];
  return [
    audit.changeOf({
      action: "invitation-accepted",
      actor: userId,
      owner: userId,
      target: provider,
      ...(email !== undefined && { name: email }),
      ...(own !== undefined && own !== email && { comment: own }),
      ...visitorNetwork(address),
    }),
  ];
}
