import type { Call, View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import { consoleRedirectUri } from "../console-sign-in/console-redirect-uri.js";
import { CONSOLE } from "../console-sign-in/console-sign-in.js";
import { tokenTarget } from "../console-sign-in/token-request.js";
import { html } from "../html/template.js";
import { notFound, redirect } from "../http/reply.js";
import type { SignedInUser, Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { askProvider } from "../sign-in/ask-provider.js";
import { isNoAccess, wordsOf } from "../sign-in/failure-words.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import type { FoundFlow } from "../sign-in/flows.js";
import type { SignInError } from "../sign-in/sign-in-provider.js";
import type { PageReply } from "./no-access.js";
import { refusalComment, restOf, stateOf } from "./sign-in-callback.js";

/**
 * `/console/callback`: back from the issuer, on to the page of the operation. The code is redeemed only for the session that began;
 * the token is sealed for it and waits for the page. In every other case nothing is kept.
 */
export const consoleCallback: View = async (call, portal) => {
  const { viewer, headers, url } = call;
  const { consoleSignIn, flows, cookies, audit, providers } = portal;
  if (consoleSignIn === undefined) return notFound;
  const { settings, client, tokens } = consoleSignIn;
  // The address is made from `publicUrl`, as it was sent to the issuer; the visitor may have written it otherwise.
  const callback = new URL(consoleRedirectUri(portal) + url.search);
  const header = headers.get("cookie");
  const flow = await flows.find(cookies.read(header, FLOW_COOKIE), stateOf(callback.searchParams));
  if (flow?.provider !== CONSOLE || !(await flow.take())) return failed("callback", undefined, portal);
  const ended = [restOf(flow, portal)];
  const begun = begunBy(viewer, flow);
  const cookie = cookies.read(header);
  const target = begun && tokenTarget(begun.purpose, begun.viewer, portal);
  if (begun === undefined || target === undefined || cookie === undefined)
    return { ...failed("callback", undefined, portal), cookies: ended };
  const asked = await askProvider({ id: CONSOLE, label: settings.label }, portal, () =>
    client.complete(callback, flow.keep),
  );
  if ("unavailable" in asked) return asked.unavailable;
  const act: Pick<Call<SignedInUser>, "viewer" | "address"> = { viewer: begun.viewer, address: call.address };
  const about = { target: settings.clientId, name: target.product.displayName };
  if ("refused" in asked) {
    await audit.add(
      eventOf(act, { action: "console-sign-in-failed", ...about, comment: refusalComment(asked.refused) }),
    );
    return { ...failed(asked.refused.reason, flow, portal), cookies: ended };
  }
  const { change, stored } = audit.changeOf(eventOf(act, { action: "console-sign-in", ...about }));
  const { session } = begun.viewer;
  const isKept = await tokens.keep(asked.answer, { session, cookie, purpose: begun.purpose }, change);
  if (!isKept) return { ...failed("callback", undefined, portal), cookies: ended };
  audit.tell(stored);
  providers.signedIn(CONSOLE, true);
  return redirect(flow.returnTo, ...ended);
};

/** Who began a flow, and for what; undefined when that was another session. */
function begunBy(viewer: Viewer, { keep }: FoundFlow) {
  const { session, api, product } = keep;
  if (viewer.kind !== "user" || viewer.session.id !== session) return undefined;
  return { viewer, purpose: { api: String(api), product: String(product) } };
}

/** `flow`: set when it may be begun again. */
function failed(
  reason: SignInError["reason"],
  flow: FoundFlow | undefined,
  { to }: PortalContext,
): PageReply {
  const { api, operation, product } = flow?.keep ?? {};
  const query = new URLSearchParams({
    api: String(api),
    operation: String(operation),
    product: String(product),
    account: "choose",
  });
  const code = /^AADSTS\d{1,9}$/.test(reason) ? html` <code>${reason}</code>` : undefined;
  return {
    kind: "page",
    status: 400,
    page: {
      h1: "Sign-in failed",
      body: html`<p>
          ${isNoAccess(reason) ? "This account may not get tokens for the console." : wordsOf(reason)}${code}
        </p>
        ${
          flow === undefined
            ? html`<p><a href="${to("apis")}">APIs</a></p>`
            : html`<p>
                  <a class="button" href="${to("console", "signin")}?${query.toString()}">Try again</a>
                </p>
                <p><a href="${flow.returnTo}">Back to the operation</a></p>`
        }`,
    },
  };
}
