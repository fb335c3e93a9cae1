import type { ClientAdministration } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import type { SubscriptionAdministration } from "@product-auth/core/subscriptions";
import { administerUsers, type PortalOptions } from "@product-auth/portal";

/** Blocks a user who has left, from a program that has the same stores as the portal. */
export async function blockLeaver(
  email: string,
  {
    records,
    subscriptions,
    applications,
  }: {
    readonly records: RecordRepository;
    readonly subscriptions: SubscriptionAdministration;
    readonly applications: ClientAdministration;
  },
): Promise<string> {
  // #region block
  const people = administerUsers({ records, subscriptions, applications });
  const { users } = await people.list({ search: email });
  const leaver = users.find((user) => user.email === email);
  if (leaver === undefined) return "unknown";
  const { user, work } = await people.block(leaver.id, { comment: "left the company" });
  // work: subscriptions and applications that follow in the background; undefined when all are done
  await people.close();
  // #endregion block
  return work === undefined ? user.state : `${user.state}, ${work.done} of ${work.total}`;
}

// #region retention
export const retention: Pick<PortalOptions, "retention"> = {
  retention: { audit: 90 }, // days; default 365
};
// #endregion retention
