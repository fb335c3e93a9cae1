import type { JsonObject } from "@product-auth/core/records";
import type { PortalEvent } from "../audit/portal-event.js";
import { momentOf } from "./moment-of.js";

/** What happened, without those whom it concerns. */
export const eventData = ({ at, action, name, comment }: PortalEvent): JsonObject => ({
  at: momentOf(at),
  ...{ action, name, comment },
});
