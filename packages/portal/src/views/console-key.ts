import type { View } from "../call.js";
import { coveringScopes } from "../console-keys/covering-scopes.js";
import { json, notFound } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import type { AttemptLimit } from "../sign-in/attempts.js";
import { visibleApi } from "../people/visible.js";

/** Each key is written to the store of subscriptions. */
const KEY_ATTEMPTS: AttemptLimit = { what: "console-key", most: 60, period: 3600 };

/**
 * `POST /console/key` `{ api }`: a subscription key for 15 minutes, for a user with an active subscription that opens the API.
 * Where end dates do not count (`subscriptionDates: "audit"`), such a key would never end, so there is none.
 */
export const consoleKeyView: View<SignedInUser> = async ({ json: sent, viewer }, portal) => {
  const { settings, consoleKeys, attempts, audit } = portal;
  const api = visibleApi(sent.text("api"), viewer, portal);
  if (api === undefined || !settings.console || settings.auth.catalog.subscriptionDates === "audit")
    return notFound;
  const { id: userId } = viewer.user;
  const retryAfter = await attempts.take(KEY_ATTEMPTS, userId);
  if (retryAfter > 0) return { kind: "error", name: "too-many", retryAfter };
  const issued = await consoleKeys.issue(userId, coveringScopes(api, viewer, portal));
  if (issued.kind === "no-subscription")
    return json({ message: "You have no active subscription that opens this API." }, 409);
  const { key, expiresIn, from, id } = issued;
  await audit.add({
    action: "console-key",
    actor: userId,
    owner: userId,
    target: from.id,
    ...(from.displayName !== undefined && { name: from.displayName }),
    comment: id,
  });
  return json({ key, expiresIn });
};
