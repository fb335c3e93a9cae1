import type { RecordChange } from "@product-auth/core/records";
import type { Call } from "../../call.js";
import { html } from "../../html/template.js";
import type { Reply } from "../../http/reply.js";
import { digestOf } from "../../people/digest.js";
import { normalEmail } from "../../people/email.js";
import type { User } from "../../people/users.js";
import type { PortalContext } from "../../portal-context.js";
import { acceptedEvent } from "../../sign-in/create-account.js";
import type { InvitationPurpose } from "../../sign-in/flows.js";
import type { SignedIn, SignInProvider } from "../../sign-in/sign-in-provider.js";
import { startSession } from "../../sign-in/start-session.js";
import type { Ticket } from "../../sign-in/tickets.js";
import { welcomeTicketById } from "../../sign-in/welcome-ticket.js";
import { writeUnlessConflict } from "../../stores/write-unless-conflict.js";
import { done } from "../../texts/done-words.js";
import { noAccessPage } from "../no-access.js";
import { deadWelcome } from "./welcome.js";

type Accepted = Exclude<Reply, { readonly kind: "json" | "error" }>;

/** Attempts, when another instance changes the same records in between. */
const ATTEMPTS = 3;

/**
 * Back from the issuer: the invited user gets the account that was chosen there. Its address may be another one than that of the
 * invitation: the ticket is the proof. An account that has a user keeps it; only the first administrator may be a user already.
 */
export async function acceptWithProvider(
  person: SignedIn,
  purpose: InvitationPurpose,
  provider: SignInProvider,
  call: Call,
  portal: PortalContext,
): Promise<Accepted> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const ticket = await welcomeTicketById(purpose.ticket, portal);
    if (ticket === undefined) break;
    const identity = await portal.records.get("identity", digestOf(person.key));
    if (identity !== undefined && ticket.purpose !== "administrator") return keepsUser(ticket, provider);
    const known = identity && (await portal.users.get(identity.owner ?? ""));
    if (identity !== undefined && known?.state !== "active") return noAccessPage(portal.to("signin"));
    const { user, changes } =
      known === undefined
        ? newUserOf(ticket, person, provider, portal)
        : await promoted(known, ticket, portal);
    const about = { user, isNew: known === undefined, provider: provider.id };
    const session = startSession(about, person, call, portal);
    const who = { userId: user.id, provider: provider.id, email: normalEmail(person.email ?? "") };
    const accepted = acceptedEvent(ticket, who, call, portal);
    const isWritten = await writeUnlessConflict(portal.records, [
      ...ticket.taking,
      ...changes,
      ...session.changes,
      ...accepted.map(({ change }) => change),
    ]);
    if (!isWritten) continue;
    for (const event of [...session.events, ...accepted.map(({ stored }) => stored)])
      portal.audit.tell(event);
    portal.providers.signedIn(provider.id, person.groups !== undefined);
    const to = portal.to("profile") + done("account-created");
    return { kind: "redirect", to, cookies: [portal.cookies.set(session.cookie)] };
  }
  return deadWelcome(portal);
}

interface MadeUser {
  readonly user: User;
  readonly changes: readonly RecordChange[];
}

function newUserOf(
  { email, names, groups = [] }: Ticket,
  person: SignedIn,
  { id }: SignInProvider,
  { users }: PortalContext,
): MadeUser {
  const isNamed = names !== undefined && names.firstName + names.lastName !== "";
  const address = email ?? person.email;
  return users.newUser({
    provider: id,
    key: person.key,
    names: isNamed ? names : person.names,
    ...(address !== undefined && { email: address }),
    emailVerified: email !== undefined,
    groups,
  });
}

/** A user who was there before, in the groups of the ticket. */
async function promoted(user: User, { groups = [] }: Ticket, { records }: PortalContext): Promise<MadeUser> {
  const record = await records.get("user", user.id);
  if (record === undefined) return { user, changes: [] };
  const value = { ...record.value, groups: [...new Set([...user.groups, ...groups])] };
  return { user, changes: [{ put: { ...record, version: record.version + 1, value } }] };
}

const keepsUser = ({ email }: Ticket, { label }: SignInProvider): Accepted => {
  const conflict = `This account of ${label} belongs to a user of the portal already, and keeps it.`;
  return {
    kind: "page",
    status: 409,
    conflict,
    page: {
      h1: "Sign-in failed",
      body: html`<p>${conflict}</p>
        <p>
          The invitation to ${email} is still valid. Open the link in the mail again, and choose a password or
          another account.
        </p>`,
    },
  };
};
