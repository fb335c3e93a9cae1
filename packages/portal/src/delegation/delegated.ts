import type { Call, View } from "../call.js";
import { notFound, redirect, type Reply } from "../http/reply.js";
import { returnToOf } from "../http/return-to.js";
import { callerNetworkOf } from "../people/network.js";
import type { SignedInUser } from "../people/viewer.js";
import { visibleProduct } from "../people/visible.js";
import type { PortalContext } from "../portal-context.js";
import { SIGN_IN_ATTEMPTS } from "../sign-in/attempts.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import { FLOW_SECONDS } from "../sign-in/flows.js";
import { CANCELLABLE } from "../subscriptions/cancel.js";
import { closedReason } from "../subscriptions/closed-reason.js";
import { ownSubscription } from "../subscriptions/own-subscription.js";
import { productPage } from "../views/products.js";
import { DELEGATION } from "./delegation-provider.js";
import { delegationUrl, newSalt, type DelegationRequest } from "./delegation-request.js";

/** `/signin` and `/signup`: on to the site. The browser keeps a cookie, by which its answer is recognized. */
export const delegatedEntry =
  (operation: "SignIn" | "SignUp"): View =>
  async ({ query, viewer, headers, address, now }, portal) => {
    const { delegation } = portal.settings;
    if (delegation === undefined) return notFound;
    const returnTo = returnToOf(query.get("returnTo"), portal.settings);
    if (viewer.kind === "user" && query.get("account") !== "again") return redirect(returnTo);
    const wait = await portal.attempts.take(SIGN_IN_ATTEMPTS, callerNetworkOf(address));
    if (wait > 0) return { kind: "error", name: "too-many", retryAfter: wait };
    const salt = newSalt(operation, now);
    const others = portal.cookies.read(headers.get("cookie"), FLOW_COOKIE);
    const flow = { provider: DELEGATION, returnTo, keep: { state: salt } };
    const cookie = await portal.flows.start(flow, others);
    const to = delegationUrl({ operation, returnUrl: returnTo }, salt, delegation);
    return redirect(to.href, portal.cookies.set(cookie, { suffix: FLOW_COOKIE, maxAge: FLOW_SECONDS }));
  };

/** `/profile/password`, `/profile/change` and `/profile/close`: on to the site. */
export const delegatedProfileAct =
  (operation: "ChangePassword" | "ChangeProfile" | "CloseAccount"): View<SignedInUser> =>
  (call, portal) =>
    toSite({ operation, userId: call.viewer.user.id }, call, portal);

/** `/products/{product}/subscribe`: on to the site, for products that the user may subscribe to. */
export const delegatedSubscribe: View<SignedInUser> = (call, portal) => {
  const product = visibleProduct(call.params["product"], call.viewer, portal);
  if (product === undefined) return notFound;
  if (closedReason(product) !== undefined) return productPage(call, portal); // the page says why
  const userId = call.viewer.user.id;
  return toSite({ operation: "Subscribe", productId: product.name, userId }, call, portal);
};

/** `/subscriptions/{id}/cancel`: on to the site, for one's own subscriptions. */
export const delegatedCancel: View<SignedInUser> = async (call, portal) => {
  const subscription = await ownSubscription(call.params["id"], call.viewer, portal);
  if (subscription === undefined) return notFound;
  const { id } = subscription;
  if (!CANCELLABLE.includes(subscription.state)) return redirect(portal.to("subscriptions", id));
  return toSite({ operation: "Unsubscribe", subscriptionId: id }, call, portal);
};

function toSite(request: DelegationRequest, { now }: Pick<Call, "now">, { settings }: PortalContext): Reply {
  const { delegation } = settings;
  if (delegation === undefined) return notFound;
  return redirect(delegationUrl(request, newSalt(request.operation, now), delegation).href);
}
