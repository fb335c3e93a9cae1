/** What a ticket is for. `administrator`: the link to the first administrator. */
export type TicketPurpose = "sign-up" | "reset" | "invitation" | "administrator";

const HOUR = 3_600_000;

/** How long a ticket is valid, in milliseconds. */
export const TICKET_LASTS: Readonly<Record<TicketPurpose, number>> = {
  "sign-up": 24 * HOUR,
  reset: HOUR,
  invitation: 48 * HOUR,
  administrator: 24 * HOUR,
};
