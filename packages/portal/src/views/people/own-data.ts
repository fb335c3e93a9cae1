import { eventOf } from "../../audit/visitor-act.js";
import type { View } from "../../call.js";
import { json } from "../../http/reply.js";
import { keptDataOf } from "../../people/kept-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";

/** `/profile/data`: all that is kept about the user, as a file. */
export const ownDataPage: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const value = await keptDataOf(call.viewer.user, portal);
  await portal.audit.add(eventOf(call, { action: "data-downloaded" }));
  return { ...json(value), file: "my-data.json" };
};
