import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { Call, View } from "../call.js";
import { auditShownKey, eventOf } from "../audit/visitor-act.js";
import { isFormId } from "../forms/forms.js";
import { formIdField, problemSummary, radios, type Filled } from "../html/form.js";
import { secretField } from "../html/secret.js";
import { html } from "../html/template.js";
import { error, formPage as formReply, notFound, page, redirect, type Reply } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { ownSubscription } from "../subscriptions/own-subscription.js";
import { nameOf } from "../subscriptions/scope.js";
import { claimedChange } from "../subscriptions/unclaimed.js";
import { GRACES } from "../texts/graces.js";
import { fieldNameOf } from "../texts/text-problem.js";
import { alreadyShown } from "./already-shown.js";

type Slot = "primary" | "secondary";

/** `/subscriptions/{id}/regenerate/{slot}`: asks when the old key ends. */
export const regeneratePage: View<SignedInUser> = async (call, portal) => {
  const found = await placeOf(call, portal);
  return "kind" in found ? found : formPage(found, portal);
};

/** Replaces the key, and shows the new one in this one answer. */
export const regenerateAct: View<SignedInUser> = async (call, portal) => {
  const found = await placeOf(call, portal);
  if ("kind" in found) return found;
  const { subscription, slot } = found;
  const { viewer, form } = call;
  const formId = form.get("form");
  if (!isFormId(formId)) return error("bad-request");
  const grace = GRACES.find(({ value }) => value === form.get(GRACE_FIELD));
  if (grace === undefined)
    return formPage(found, portal, {
      problems: [{ field: GRACE_FIELD, message: "Choose when the old key ends." }],
    });
  const claimed = await portal.forms.claim(viewer.user.id, formId);
  if (claimed === undefined)
    return alreadyShown(portal, {
      text: "This form was sent before. The key that it made is not shown again.",
      again: {
        text: `Regenerate the ${slot} key of “${nameOf(subscription)}” again`,
        path: ["subscriptions", subscription.id, "regenerate", slot],
      },
    });
  const key = await newKey(found, grace.seconds, viewer.user.id, portal).catch(async (cause: unknown) => {
    await portal.forms.release(claimed).catch(() => undefined);
    throw cause;
  });
  const event = eventOf(call, {
    action: "key-regenerated",
    target: subscription.id,
    name: nameOf(subscription),
    comment: `${slot} key, old key ends ${grace.label.toLowerCase()}`,
  });
  await auditShownKey(event, [claimedChange(subscription.id)], portal);
  return keyPage(found, grace, key, portal);
};

const LEGEND = "The old key ends";
const GRACE_FIELD = fieldNameOf(LEGEND);

interface Place {
  readonly subscription: StoredSubscription;
  readonly slot: Slot;
}

/** The key that a page is about, or the answer where there is none. Only keys of active subscriptions are replaced. */
async function placeOf(
  { params, viewer }: Call<SignedInUser>,
  portal: PortalContext,
): Promise<Place | Reply> {
  const { slot } = params;
  if (slot !== "primary" && slot !== "secondary") return notFound;
  const subscription = await ownSubscription(params["id"], viewer, portal);
  if (subscription === undefined) return notFound;
  return subscription.state === "active"
    ? { subscription, slot }
    : redirect(portal.to("subscriptions", subscription.id));
}

async function newKey(
  { subscription, slot }: Place,
  grace: number,
  by: string,
  { subscriptions }: PortalContext,
): Promise<string> {
  const act = { grace, by };
  const { key } =
    slot === "primary"
      ? await subscriptions.regeneratePrimary(subscription.id, act)
      : await subscriptions.regenerateSecondary(subscription.id, act);
  return key;
}

function formPage({ subscription, slot }: Place, portal: PortalContext, filled: Filled = {}): Reply {
  const body = html`${problemSummary(filled)}
    <p>A new ${slot} key is made for “${nameOf(subscription)}”, and shown once.</p>
    <form method="post">
      ${formIdField()} ${radios({ legend: LEGEND, name: GRACE_FIELD, choices: GRACES, chosen: "at-once" })}
      <p class="actions">
        <button>Regenerate</button>
        <a href="${portal.to("subscriptions", subscription.id)}">Keep the key</a>
      </p>
    </form>`;
  const data = {
    id: subscription.id,
    displayName: nameOf(subscription),
    slot,
    [GRACE_FIELD]: GRACES.map(({ value }) => value),
  };
  return formReply({ h1: `Regenerate ${slot} key`, body, data }, filled);
}

const keyPage = (
  { subscription, slot }: Place,
  { seconds, label }: (typeof GRACES)[number],
  key: string,
  portal: PortalContext,
): Reply =>
  page({
    h1: "Your new key",
    status: `The ${slot} key was replaced.`,
    data: { id: subscription.id, displayName: nameOf(subscription), [`${slot}Key`]: key },
    body: html`<p>
        Copy the key now: it is stored as a digest only, and never shown again.
        ${seconds === 0 ? "The old key is refused from now on." : `The old key is refused ${label.toLowerCase()}.`}
      </p>
      ${secretField(slot === "primary" ? "Primary key" : "Secondary key", `${slot}-key`, key)}
      <p class="actions">
        <a href="${portal.to("subscriptions", subscription.id)}">Go to the subscription</a>
      </p>`,
  });
