import { createHmac } from "node:crypto";
import type { User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import type { AttemptLimit } from "./attempts.js";
import type { Device } from "./devices.js";

/** Wrong passwords for each account, and for each known browser of its user. */
export const PASSWORD_ATTEMPTS: AttemptLimit = {
  what: "password",
  most: 10,
  period: 900,
  isPerAddress: false,
};

/** Counters that all unknown accounts share: as many as memory is given for, however many names are tried. */
const BUCKETS = 4_096;

/**
 * The counter that an attempt counts in. An unknown account has one, too, so that a limit tells nothing. Which one is secret:
 * otherwise a visitor could fill the counter of an address by other addresses, and see whether it is that of an account.
 */
export async function passwordCounter(
  { email, user, device }: { email: string; user: User | undefined; device: Device | undefined },
  portal: PortalContext,
): Promise<string> {
  const digest = createHmac("sha256", await portal.keys.of("unknown accounts"))
    .update(email)
    .digest();
  if (user === undefined) return `unknown ${digest.readUInt32BE() % BUCKETS}`;
  return device === undefined ? `account ${user.id}` : `device ${device.id}`;
}
