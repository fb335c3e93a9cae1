import type { SignedInUser } from "../people/viewer.js";
import type { View } from "../call.js";
import { isActive, ownApplication } from "../applications/own-application.js";
import { tokenScopeOf } from "../applications/linkable.js";
import { withApplications } from "../applications/with-applications.js";
import { eventOf } from "../audit/visitor-act.js";
import { TOKEN_ATTEMPTS } from "../console-tokens/token-attempts.js";
import { requestToken } from "../console-tokens/request-token.js";
import { json, notFound } from "../http/reply.js";
import { visibleProduct } from "../people/visible.js";

/**
 * `POST /console/token` `{ application, product, secret }`: a token for an application of the user. The server asks the token
 * endpoint, because a browser's request would carry `Origin`, which Entra ID refuses for confidential clients (AADSTS9002326).
 * The address and the scope come from the provisioning and the catalog alone. Neither secret nor token is kept.
 */
export const consoleTokenView: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const { json: sent, viewer } = call;
  const [id, name, secret] = [sent.text("application"), sent.text("product"), sent.text("secret")];
  const application = portal.settings.console && (await ownApplication(id, viewer, applications));
  const product = visibleProduct(name, viewer, portal);
  if (!application || !isActive(application) || product === undefined) return notFound;
  const isLinked = application.products.some((link) => link.name === name && link.state === "approved");
  const scope = tokenScopeOf(product);
  if (!isLinked || scope === undefined) return notFound;
  const retryAfter = await portal.attempts.take(TOKEN_ATTEMPTS, viewer.session.id);
  if (retryAfter > 0) return { kind: "error", name: "too-many", retryAfter };
  const { tokenUrl } = applications.administration;
  const answer = await requestToken({ tokenUrl, clientId: application.id, scope, secret }, portal.fetch);
  switch (answer.kind) {
    case "issued": {
      const event = { action: "console-token", target: id, name: application.displayName } as const;
      await portal.audit.add(eventOf(call, { ...event, comment: product.displayName }));
      return json({ accessToken: answer.accessToken, expiresIn: answer.expiresIn });
    }
    case "secret-refused":
      return json({ message: "The secret was refused." }, 422);
    case "refused":
      return json({ message: `Microsoft Entra ID issued no token: ${answer.reason}.` }, 422);
    case "unavailable":
      return json({ message: "Microsoft Entra ID cannot be reached at the moment. Try again." }, 503);
  }
});
