import { randomUUID } from "node:crypto";
import type { RecordChange } from "@product-auth/core/records";
import type { Call } from "../call.js";
import { visitorNetwork } from "../people/network.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import type { PortalEvent } from "./portal-event.js";

/** What a user did, as an event: with the user and the network. `owner`: default the user. */
export function eventOf(
  { viewer, address }: Pick<Call<SignedInUser>, "viewer" | "address">,
  event: Omit<PortalEvent, "at" | "actor" | "address">,
): Omit<PortalEvent, "at"> {
  const actor = viewer.user.id;
  return { owner: actor, ...event, actor, ...visitorNetwork(address) };
}

/**
 * Stores the event of a key that was replaced, together with `also`. When the records do not answer, operators get the problem
 * and the page goes on: the old key may have ended already, so the new one must not be lost.
 */
export async function auditShownKey(
  event: Omit<PortalEvent, "at">,
  also: readonly RecordChange[],
  { audit, records, reportProblem }: PortalContext,
): Promise<void> {
  const { change, stored } = audit.changeOf(event);
  try {
    await records.write([...also, change]);
  } catch (cause) {
    reportProblem({ reference: randomUUID(), status: 200, cause });
  }
  audit.tell(stored);
}
