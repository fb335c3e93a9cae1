import type { User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { unknownCounter } from "./account-counter.js";
import type { AttemptLimit } from "./attempts.js";
import type { Device } from "./devices.js";

/** Wrong passwords for each account, and for each known browser of its user. */
export const PASSWORD_ATTEMPTS: AttemptLimit = {
  what: "password",
  most: 10,
  period: 900,
  isPerAddress: false,
};

/** The counter that an attempt counts in. An unknown account has one, too, so that a limit tells nothing. */
export async function passwordCounter(
  { email, user, device }: { email: string; user: User | undefined; device: Device | undefined },
  portal: PortalContext,
): Promise<string> {
  const unknown = await unknownCounter(email, portal);
  if (user === undefined) return unknown;
  return device === undefined ? `account ${user.id}` : `device ${device.id}`;
}
