import { hasAdministrator } from "../people/administrators.js";
import { ADMINISTRATORS } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { mayEmailSignUp } from "./may-sign-up.js";
import type { Ticket } from "./tickets.js";

/** The purposes of tickets that make a user. */
const PURPOSES = ["sign-up", "invitation", "administrator"] as const;

/** A ticket that makes a user, by its token; undefined for one that does not, or not any more. */
export async function welcomeTicket(
  token: string | undefined,
  portal: PortalContext,
): Promise<Ticket | undefined> {
  return stillValid(await portal.tickets.find(token, ...PURPOSES), portal);
}

/** The same by the id of the ticket. */
export async function welcomeTicketById(id: string, portal: PortalContext): Promise<Ticket | undefined> {
  return stillValid(await portal.tickets.findById(id, ...PURPOSES), portal);
}

/** What was allowed when the ticket was made may have ended: sign-up, invitations, the right of who invites, or the need for a first administrator. */
async function stillValid(
  ticket: Ticket | undefined,
  { settings, users, records }: PortalContext,
): Promise<Ticket | undefined> {
  if (ticket === undefined) return undefined;
  const { purpose, email, by, isByGroup } = ticket;
  if (purpose === "sign-up")
    return email !== undefined && mayEmailSignUp(email, settings) ? ticket : undefined;
  if (purpose === "administrator") return (await hasAdministrator(records)) ? undefined : ticket;
  if (settings.signUp === "off" || email === undefined) return undefined;
  if (by === undefined) return ticket;
  const administrator = await users.get(by);
  if (administrator?.state !== "active") return undefined;
  return isByGroup !== true || administrator.groups.includes(ADMINISTRATORS) ? ticket : undefined;
}
