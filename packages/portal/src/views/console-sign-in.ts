import type { View } from "../call.js";
import { consoleRedirectUri } from "../console-sign-in/console-redirect-uri.js";
import { CONSOLE } from "../console-sign-in/console-sign-in.js";
import { tokenTarget } from "../console-sign-in/token-request.js";
import { TOKEN_ATTEMPTS } from "../console-tokens/token-attempts.js";
import { json, notFound, redirect } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { askProvider } from "../sign-in/ask-provider.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import { FLOW_SECONDS } from "../sign-in/flows.js";
import { operationsOf } from "./operations-of.js";

/**
 * `GET /console/signin?api=&operation=&product=`: on to the issuer. Writes a flow and nothing else. The flow belongs to this session;
 * the scope comes from the catalog, and the way back is the page of the operation.
 */
export const startConsoleSignIn: View<SignedInUser> = async ({ query, viewer, headers }, portal) => {
  const { consoleSignIn, flows, cookies, attempts, to } = portal;
  const purpose = { api: query.get("api") ?? "", product: query.get("product") ?? "" };
  const target = consoleSignIn && tokenTarget(purpose, viewer, portal);
  if (target === undefined) return notFound;
  const { api, product, scope } = target;
  const operation = (await operationsOf(api, portal)).find(({ id }) => id === query.get("operation"));
  if (operation === undefined) return notFound;
  const retryAfter = await attempts.take(TOKEN_ATTEMPTS, viewer.session.id);
  if (retryAfter > 0) return { kind: "error", name: "too-many", retryAfter };
  const { settings, client } = consoleSignIn!;
  const asked = await askProvider({ id: CONSOLE, label: settings.label }, portal, () =>
    client.begin({
      redirectUri: consoleRedirectUri(portal),
      scope,
      resource: product.audience ?? "", // where it is missing, Entra ID reads it from the scope
      chooseAccount: query.get("account") === "choose",
    }),
  );
  if ("unavailable" in asked) return asked.unavailable;
  if ("refused" in asked) throw asked.refused; // no issuer refuses before the user was asked
  const { to: issuer, keep } = asked.answer;
  const flow = {
    provider: CONSOLE,
    returnTo: to("apis", api.name, "operations", operation.id),
    keep: { ...keep, ...purpose, operation: operation.id, session: viewer.session.id },
  };
  const cookie = await flows.start(flow, cookies.read(headers.get("cookie"), FLOW_COOKIE));
  return redirect(issuer.href, cookies.set(cookie, { suffix: FLOW_COOKIE, maxAge: FLOW_SECONDS }));
};

/** `POST /console/signin` `{ api, product }`: the token that waits for the page, once. */
export const takeConsoleToken: View<SignedInUser> = async ({ json: sent, viewer, headers }, portal) => {
  const { consoleSignIn, cookies } = portal;
  const purpose = { api: sent.text("api"), product: sent.text("product") };
  const cookie = cookies.read(headers.get("cookie"));
  if (
    consoleSignIn === undefined ||
    cookie === undefined ||
    tokenTarget(purpose, viewer, portal) === undefined
  )
    return notFound;
  const taken = await consoleSignIn.tokens.take(viewer.session, cookie, purpose);
  return taken === undefined ? notFound : json(taken);
};
