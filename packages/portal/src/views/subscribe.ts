import type { CatalogProduct } from "@product-auth/core";
import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { View } from "../call.js";
import {
  checkbox,
  formIdField,
  problemSummary,
  textField,
  type FieldProblem,
  type Filled,
} from "../html/form.js";
import { markdown } from "../html/markdown.js";
import { secretField } from "../html/secret.js";
import { html } from "../html/template.js";
import { error, formPage as formReply, notFound, page, redirectToSignIn, type Reply } from "../http/reply.js";
import { isFormId } from "../forms/forms.js";
import { productData } from "../json/catalog-data.js";
import { shownKeys, subscriptionData } from "../json/subscription-data.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { closedReason, LIMIT_REACHED } from "../subscriptions/closed-reason.js";
import { isFull, subscribe, type SubscribeOutcome } from "../subscriptions/subscribe.js";
import { fieldNameOf, nameProblem } from "../texts/text-problem.js";
import { alreadyShown } from "./already-shown.js";
import { visibleProduct } from "../people/visible.js";

/** `/products/{product}/subscribe`: the form, or why there is none. */
export const subscribePage: View<SignedInUser> = async ({ params, viewer }, portal) => {
  const product = visibleProduct(params["product"], viewer, portal);
  if (product === undefined) return notFound;
  const reason =
    closedReason(product) ?? ((await isFull(viewer.user.id, product, portal)) ? LIMIT_REACHED : undefined);
  return reason === undefined ? formPage(product) : closedPage(product, reason);
};

/** Subscribes, and shows the keys in this one answer. */
export const subscribeAct: View<SignedInUser> = async (call, portal) => {
  const { params, viewer, form, address } = call;
  const product = visibleProduct(params["product"], viewer, portal);
  if (product === undefined) return notFound;
  const reason = closedReason(product);
  if (reason !== undefined) return closedPage(product, reason, 400);
  const formId = form.get("form");
  if (!isFormId(formId)) return error("bad-request");
  const name = form.text("name");
  const accepted = form.text(termsField(product)) !== "";
  const filled = {
    values: { name, ...(accepted && { [termsField(product)]: "yes" }) },
    problems: problemsOf(product, name, accepted),
  };
  if (filled.problems.length > 0) return formPage(product, filled);
  const wanted = { product, owner: viewer.user.id, name, form: formId, address };
  return replyTo(await subscribe(wanted, portal), { product, filled, portal });
};

const termsLabel = ({ displayName }: CatalogProduct) => `I accept the terms of ${displayName}`;
const termsField = (product: CatalogProduct) => fieldNameOf(termsLabel(product));

function problemsOf(product: CatalogProduct, name: string, accepted: boolean): readonly FieldProblem[] {
  const wrong = nameProblem(name);
  return [
    ...(wrong === undefined ? [] : [{ field: "name", message: wrong }]),
    ...(product.terms === undefined || accepted
      ? []
      : [{ field: termsField(product), message: `Accept the terms of ${product.displayName}.` }]),
  ];
}

function replyTo(
  outcome: SubscribeOutcome,
  { product, filled, portal }: { product: CatalogProduct; filled: Filled; portal: PortalContext },
): Reply {
  if (outcome.kind === "granted") return keysPage(outcome, portal);
  if (outcome.kind === "waiting") return waitingPage(outcome.subscription, product, portal);
  if (outcome.kind === "already")
    return alreadyShown(portal, {
      text: "This form was sent before. What it made is in your subscriptions; its keys are not shown again.",
      again: {
        text: `Subscribe to ${product.displayName} again`,
        path: ["products", product.name, "subscribe"],
      },
    });
  if (outcome.kind === "blocked") return redirectToSignIn(portal.to("signin"));
  if (outcome.kind === "full") return closedPage(product, LIMIT_REACHED, 400);
  const message = "Another subscription of yours is being made. Try again in a minute.";
  return formPage(product, { ...filled, problems: [{ field: "subscribe", message }] });
}

function formPage(product: CatalogProduct, filled: Filled = {}): Reply {
  const { displayName, terms, approvalRequired } = product;
  const body = html`${problemSummary(filled)}
    ${approvalRequired && html`<p>An administrator approves each subscription before its keys work.</p>`}
    <form method="post" id="subscribe">
      ${formIdField()}
      ${textField(
        {
          label: "Name",
          name: "name",
          hint: "You recognize the subscription by it: the name of your application, test or production.",
          maxLength: 100,
          required: true,
        },
        filled,
      )}
      ${
        terms !== undefined &&
        html`<h2>Terms</h2>
          <div class="text terms">${markdown(terms)}</div>
          ${checkbox({ label: termsLabel(product), name: termsField(product) }, filled)}`
      }
      <p class="actions"><button>Subscribe</button></p>
    </form>`;
  const data = {
    product: productData(product),
    fields: ["name", ...(terms === undefined ? [] : [termsField(product)])],
  };
  return formReply({ h1: headingOf(displayName), body, data }, filled);
}

const headingOf = (displayName: string) => `Subscribe to ${displayName}`;

function closedPage({ displayName }: CatalogProduct, reason: string, status = 200): Reply {
  const h1 = headingOf(displayName);
  if (status === 200)
    return page({ h1, body: html`<p class="note">${reason}</p>`, data: { closed: reason } });
  const filled = { problems: [{ field: "content", message: reason }] };
  return formReply({ h1, body: problemSummary(filled) }, filled);
}

function keysPage(
  { subscription, primaryKey, secondaryKey }: Extract<SubscribeOutcome, { kind: "granted" | "waiting" }>,
  portal: PortalContext,
): Reply {
  const data = { ...subscriptionData(subscription), ...shownKeys({ primaryKey, secondaryKey }) };
  const created = portal.to("subscriptions", subscription.id);
  const content = {
    h1: "Your keys",
    status: "The subscription is active.",
    data,
    body: html`<p>
        Copy the keys now: they are stored as digests only, and never shown again. Either key opens the
        product, so that you can replace one while your application uses the other.
      </p>
      ${secretField("Primary key", "primary-key", primaryKey)}
      ${secretField("Secondary key", "secondary-key", secondaryKey)}
      <p class="actions"><a href="${created}">Go to the subscription</a></p>`,
  };
  return { kind: "page", page: content, created };
}

function waitingPage(
  subscription: StoredSubscription,
  { displayName }: CatalogProduct,
  portal: PortalContext,
): Reply {
  const created = portal.to("subscriptions", subscription.id);
  const content = {
    h1: "Waiting for approval",
    status: "The subscription was submitted.",
    data: subscriptionData(subscription),
    body: html`<p>
        An administrator reviews subscriptions to ${displayName}. After the approval, the page of the
        subscription has a button that shows its keys once.
      </p>
      <p class="actions"><a href="${created}">Go to the subscription</a></p>`,
  };
  return { kind: "page", page: content, created };
}
