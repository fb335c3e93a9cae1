import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { Call, View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import type { Filled } from "../html/form.js";
import { time } from "../html/table.js";
import { error, notFound, redirect, type Reply } from "../http/reply.js";
import { subscriptionData } from "../json/subscription-data.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { decideSubscription } from "../subscriptions/decide-subscription.js";
import { finishedSubscription } from "../subscriptions/own-subscription.js";
import { nameOf, scopeWords } from "../subscriptions/scope.js";
import { claimedChange } from "../subscriptions/unclaimed.js";
import { done } from "../texts/done-words.js";
import { decisionPage, readDecision } from "./decision-form.js";
import { personWords } from "./person-words.js";

/** `/admin/approvals/{id}`: a subscription that waits. */
export const reviewPage: View<SignedInUser> = async (call, portal) => {
  const subscription = await finishedSubscription(call.params["id"], portal);
  if (subscription?.state !== "submitted") return notFound;
  return formPage(subscription, call, portal);
};

/** Approves or rejects it. */
export const reviewAct: View<SignedInUser> = async (call, portal) => {
  const subscription = await finishedSubscription(call.params["id"], portal);
  if (subscription === undefined) return notFound;
  const { form, viewer } = call;
  const decided = readDecision(form);
  if (decided === undefined) return error("bad-request");
  const { decision, comment, problems } = decided;
  if (problems.length > 0) return formPage(subscription, call, portal, { values: { comment }, problems });
  const given = comment === "" ? undefined : comment;
  const approval = { decision, by: viewer.user.id, comment: given } as const;
  const list = portal.to("admin", "approvals");
  if (!(await decideSubscription(subscription, approval, portal))) return redirect(list + done("decided"));
  const isApproved = decision === "approve";
  const event = eventOf(call, {
    action: isApproved ? "subscription-approved" : "subscription-rejected",
    target: subscription.id,
    name: nameOf(subscription),
    ...(subscription.ownerId !== undefined && { owner: subscription.ownerId }),
    ...(given !== undefined && { comment: given }),
  });
  const { id, ownerId: user } = subscription;
  const mail =
    user === undefined
      ? []
      : portal.mails.queued(isApproved ? "subscription-approved" : "subscription-rejected", {
          user,
          data: { id, product: scopeWords(subscription, viewer, portal) },
        });
  await portal.audit.add(event, ...(isApproved ? [] : [claimedChange(id)]), ...mail);
  return redirect(list + done(isApproved ? "approved" : "rejected"));
};

async function formPage(
  subscription: StoredSubscription,
  { viewer }: Call<SignedInUser>,
  portal: PortalContext,
  filled: Filled = {},
): Promise<Reply> {
  const { ownerId, createdDate } = subscription;
  const person = await personWords([ownerId], portal);
  const terms = [
    ["Product", scopeWords(subscription, viewer, portal)],
    ["Owner", ownerId !== undefined && person(ownerId)],
    ["Created", time(createdDate)],
  ] as const;
  const data = { ...subscriptionData(subscription), owner: person.data(ownerId) };
  return decisionPage({ name: nameOf(subscription), terms, shownTo: "subscription", data }, filled);
}
