import type { View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import { html } from "../html/template.js";
import { notFound, page, redirect } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { CANCELLABLE, cancelSubscription } from "../subscriptions/cancel.js";
import { ownSubscription } from "../subscriptions/own-subscription.js";
import { nameOf } from "../subscriptions/scope.js";
import { claimedChange } from "../subscriptions/unclaimed.js";
import { done } from "../texts/done-words.js";

/** `/subscriptions/{id}/cancel`: asks first. */
export const cancelPage: View<SignedInUser> = async ({ params, viewer }, portal) => {
  const subscription = await ownSubscription(params["id"], viewer, portal);
  if (subscription === undefined) return notFound;
  const back = portal.to("subscriptions", subscription.id);
  if (!CANCELLABLE.includes(subscription.state)) return redirect(back);
  return page({
    h1: "Cancel subscription",
    data: { id: subscription.id, displayName: nameOf(subscription) },
    body: html`<p>
        The keys of “${nameOf(subscription)}” are refused as soon as it is cancelled. This cannot be undone.
      </p>
      <form method="post">
        <p class="actions">
          <button class="danger">Cancel subscription</button>
          <a href="${back}">Keep the subscription</a>
        </p>
      </form>`,
  });
};

/** Cancels it. */
export const cancelAct: View<SignedInUser> = async (call, portal) => {
  const { params, viewer } = call;
  const subscription = await ownSubscription(params["id"], viewer, portal);
  if (subscription === undefined) return notFound;
  const { id } = subscription;
  if (await cancelSubscription(subscription, viewer.user.id, portal)) {
    const event = { action: "subscription-cancelled", target: id, name: nameOf(subscription) } as const;
    await portal.audit.add(eventOf(call, event), claimedChange(id));
  }
  return redirect(portal.to("subscriptions", id) + done("cancelled"));
};
