import { createHmac } from "node:crypto";
import { digestOf } from "../people/digest.js";
import { basicKeyOf } from "../people/email.js";
import type { PortalContext } from "../portal-context.js";

/** Counters that all unknown accounts share: as many as memory is given for, however many names are tried. */
const BUCKETS = 4_096;

/**
 * The counter of an address without an account, so that a limit tells nothing. Which one is secret: otherwise a visitor could fill
 * the counter of an address by other addresses, and see whether it is that of an account.
 */
export async function unknownCounter(email: string, { keys }: PortalContext): Promise<string> {
  const digest = createHmac("sha256", await keys.of("unknown accounts"))
    .update(email)
    .digest();
  return `unknown ${digest.readUInt32BE() % BUCKETS}`;
}

/** The counter of the account that signs in with an address, by the same work when there is none. */
export async function accountCounter(email: string, portal: PortalContext): Promise<string> {
  const identity = await portal.records.get("identity", digestOf(basicKeyOf(email)));
  const unknown = await unknownCounter(email, portal);
  return identity?.owner === undefined ? unknown : `account ${identity.owner}`;
}
