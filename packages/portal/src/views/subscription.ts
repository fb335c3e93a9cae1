import type { StoredKey, StoredSubscription } from "@product-auth/core/subscriptions";
import type { View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import type { PageContent } from "../html/layout.js";
import { problemSummary, textField, type Filled } from "../html/form.js";
import { termList, time } from "../html/table.js";
import { html, type Fragment, type Html } from "../html/template.js";
import { formPage, notFound, page, redirect } from "../http/reply.js";
import { subscriptionPageData } from "../json/subscription-data.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { CANCELLABLE } from "../subscriptions/cancel.js";
import { ownSubscription } from "../subscriptions/own-subscription.js";
import { nameOf, productOf, scopeWords } from "../subscriptions/scope.js";
import { isUnclaimed } from "../subscriptions/unclaimed.js";
import { done, doneStatus } from "../texts/done-words.js";
import { nameProblem } from "../texts/text-problem.js";
import { stateBadge } from "./subscriptions.js";
import { usageData, usageOf, usageTable } from "./usage.js";

/** `/subscriptions/{id}`: state, keys as hints, use, and what its owner may do. */
export const subscriptionPage: View<SignedInUser> = async ({ params, viewer, query }, portal) => {
  const subscription = await ownSubscription(params["id"], viewer, portal);
  if (subscription === undefined) return notFound;
  return page({ ...(await contentOf(subscription, viewer, portal)), ...doneStatus(query) });
};

/** Changes the name. */
export const renameAct: View<SignedInUser> = async (call, portal) => {
  const { params, viewer, form } = call;
  const subscription = await ownSubscription(params["id"], viewer, portal);
  if (subscription === undefined) return notFound;
  const name = form.text("name");
  const wrong = nameProblem(name);
  if (wrong !== undefined) {
    const filled = { values: { name }, problems: [{ field: "name", message: wrong }] };
    return formPage(await contentOf(subscription, viewer, portal, filled), filled);
  }
  const { id } = subscription;
  if (name !== subscription.displayName) {
    await portal.subscriptions.update(id, { displayName: name }, { by: viewer.user.id });
    await portal.audit.add(eventOf(call, { action: "subscription-renamed", target: id, name }));
  }
  return redirect(portal.to("subscriptions", id) + done("renamed"));
};

async function contentOf(
  subscription: StoredSubscription,
  viewer: SignedInUser,
  portal: PortalContext,
  filled: Filled = {},
): Promise<PageContent> {
  const { id, state, stateComment, createdDate, startDate, endDate } = subscription;
  const hasUnshownKeys = state === "active" && (await isUnclaimed(id, portal));
  const now = portal.settings.clock();
  const usage = await usageOf(subscription, viewer, portal);
  const body = html`${problemSummary(filled)}
    ${termList([
      ["State", stateBadge(subscription)],
      ["Comment", stateComment],
      ["Product", productLink(subscription, viewer, portal)],
      ...(state === "submitted" || hasUnshownKeys ? [] : keyTerms(subscription, now)),
      ["Created", time(createdDate)],
      ["Starts", startDate !== undefined && time(startDate)],
      ["Ends", endDate !== undefined && time(endDate)],
    ])}
    ${hasUnshownKeys && showKeysForm(id, portal)} ${usageTable(usage)}
    <form method="post" action="${portal.to("subscriptions", id)}">
      ${textField({ label: "Name", name: "name", maxLength: 100, required: true, value: nameOf(subscription) }, filled)}
      <p class="actions"><button class="quiet">Rename</button></p>
    </form>
    ${actionLinks(subscription, portal)}`;
  const data = {
    ...subscriptionPageData(subscription, { now, hasUnshownKeys }),
    product: scopeWords(subscription, viewer, portal),
    limits: usageData(usage),
  };
  return { h1: nameOf(subscription), body, data };
}

/** The hint of each key, of those in their grace period too. */
const keyTerms = ({ keys }: StoredSubscription, now: number): readonly (readonly [string, Fragment])[] =>
  keys
    .filter(({ endsAt }) => endsAt === undefined || endsAt > now)
    .map(({ slot, hint, endsAt }: StoredKey) => [
      endsAt === undefined ? `${slot === "primary" ? "Primary" : "Secondary"} key` : `Old ${slot} key`,
      html`<code>${hint}</code>${endsAt !== undefined && html`, refused from ${time(endsAt)}`}`,
    ]);

function productLink(
  subscription: StoredSubscription,
  viewer: SignedInUser,
  portal: PortalContext,
): Fragment {
  const product = productOf(subscription, viewer, portal);
  return product === undefined
    ? scopeWords(subscription, viewer, portal)
    : html`<a href="${portal.to("products", product.name)}">${product.displayName}</a>`;
}

const showKeysForm = (id: string, { to }: PortalContext): Html =>
  html`<form method="post" action="${to("subscriptions", id, "keys")}" class="note">
    <p>The subscription was approved. Its keys are shown once: be ready to copy them.</p>
    <p class="actions"><button>Show keys</button></p>
  </form>`;

function actionLinks({ id, state }: StoredSubscription, { to }: PortalContext): Html | undefined {
  if (!CANCELLABLE.includes(state)) return undefined;
  const link = (text: string, ...path: readonly string[]) =>
    html`<li><a href="${to("subscriptions", id, ...path)}">${text}</a></li>`;
  return html`<h2>Actions</h2>
    <ul class="links">
      ${
        state === "active" && [
          link("Regenerate primary key", "regenerate", "primary"),
          link("Regenerate secondary key", "regenerate", "secondary"),
        ]
      }
      ${link("Cancel subscription", "cancel")}
    </ul>`;
}
