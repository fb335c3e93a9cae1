import type { View } from "../call.js";
import { termList, time } from "../html/table.js";
import { html, type Html } from "../html/template.js";
import { page } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { healthOf, type PortalHealth, type StoreState } from "../portal-health.js";

/** `/admin/health`: the stores, and the providers with what must be registered. */
export const healthPage: View<SignedInUser> = async (_, portal) => {
  const { records, subscriptions, signIn } = await healthOf(portal);
  return page({
    h1: "Health",
    body: html`<h2>Stores</h2>
      ${termList([
        ["Records", storeWords(records)],
        ["Subscriptions", storeWords(subscriptions)],
      ])}
      ${signIn.map(
        (provider) =>
          html`<h2>Sign-in with ${provider.label}</h2>
            ${providerTerms(provider)}`,
      )}`,
  });
};

const storeWords = (state: StoreState): Html =>
  state === "ok"
    ? html`<span class="state active">Answers</span>`
    : html`<span class="state rejected">Cannot be reached</span>`;

function providerTerms(provider: PortalHealth["signIn"][number]): Html {
  const { redirectUri, lastSignIn, unreachableSince, lastRefusal, groupsOmittedAt } = provider;
  return termList([
    ["Redirect address", html`<code>${redirectUri}</code>`],
    ["Last sign-in", lastSignIn === undefined ? "None since this process started" : time(lastSignIn)],
    [
      "Cannot be reached since",
      unreachableSince !== undefined && html`<span class="state rejected">${time(unreachableSince)}</span>`,
    ],
    ["Last refusal", lastRefusal && html`<code>${lastRefusal.reason}</code>, ${time(lastRefusal.at)}`],
    [
      "Groups",
      groupsOmittedAt !== undefined &&
        html`A user in more than 200 groups signed in (${time(groupsOmittedAt)}): such users are in no group
          by <code>groupId</code>.`,
    ],
  ]);
}
