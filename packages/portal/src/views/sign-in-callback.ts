import type { Call, View } from "../call.js";
import { textOf } from "../html/operator-text.js";
import { html } from "../html/template.js";
import { notFound, redirect } from "../http/reply.js";
import { visitorNetwork } from "../people/network.js";
import type { Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { askProvider } from "../sign-in/ask-provider.js";
import { enter } from "../sign-in/enter.js";
import { isNoAccess, wordsOf } from "../sign-in/failure-words.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import { FLOW_SECONDS, type FoundFlow } from "../sign-in/flows.js";
import { redirectUriOf } from "../sign-in/redirect-uri.js";
import type { SignInError, SignInProvider } from "../sign-in/sign-in-provider.js";
import { plainText } from "../texts/text-problem.js";
import { linkIdentity } from "./link-identity.js";
import { acceptWithProvider } from "./account/accept-with-provider.js";
import { noAccessPage, type PageReply } from "./no-access.js";
import { startOf } from "./provider-links.js";
import { providerOf } from "./sign-in.js";

/**
 * `/signin/{provider}/callback`: back from the issuer. An answer that does not belong to the sign-in of this browser changes
 * nothing: neither the sign-in under way nor a session. One that does ends the sign-in, however it goes.
 */
export const signInCallback: View = async (call, portal) => {
  const provider = providerOf(call, portal);
  if (provider === undefined) return notFound;
  // The address is made from `publicUrl`, as it was sent to the issuer; the visitor may have written it otherwise.
  const callback = new URL(redirectUriOf(provider, portal) + call.url.search);
  const cookie = portal.cookies.read(call.headers.get("cookie"), FLOW_COOKIE);
  const flow = await portal.flows.find(cookie, stateOf(callback.searchParams));
  if (flow?.provider !== provider.id || !isAskedBy(call.viewer, flow) || !(await flow.take()))
    return failed("callback", startOf(provider.id, { chooseAccount: true }, portal), portal);
  const ended = [restOf(flow, portal)];
  const again = againOf(flow, portal);
  const asked = await askProvider(provider, portal, () => provider.complete(callback, flow.keep));
  if ("unavailable" in asked) return asked.unavailable;
  if ("refused" in asked) {
    await auditFailure(asked.refused, provider, call, portal);
    return { ...failed(asked.refused.reason, again, portal), cookies: ended };
  }
  if (flow.purpose?.kind === "invitation") {
    const accepted = await acceptWithProvider(asked.answer, flow.purpose, provider, call, portal);
    return { ...accepted, cookies: [...(accepted.cookies ?? []), ...ended] };
  }
  if (flow.purpose !== undefined && call.viewer.kind === "user")
    return {
      ...(await linkIdentity(asked.answer, provider, { ...call, viewer: call.viewer }, portal)),
      cookies: ended,
    };
  const entered = await enter(asked.answer, provider.id, call, portal);
  if (entered.isAdmitted) return redirect(flow.returnTo, portal.cookies.set(entered.cookie), ...ended);
  await portal.audit.add({
    action: "sign-in-refused",
    target: provider.id,
    ...(entered.user !== undefined && { owner: entered.user.id }),
    ...visitorNetwork(call.address),
  });
  return { ...noAccessPage(again, textOf("noAccess", portal)), cookies: ended };
};

/** Another way to sign in is for the user who asked for it, in the same session. */
const isAskedBy = (viewer: Viewer, { purpose }: FoundFlow): boolean =>
  purpose?.kind !== "link" ||
  (viewer.kind === "user" && viewer.session.id === purpose.session && viewer.user.id === purpose.userId);

/** The `state` of an answer; null when it has none, or any parameter twice (RFC 6749, section 3.1). */
export function stateOf(params: URLSearchParams): string | null {
  const names = [...params.keys()];
  return new Set(names).size === names.length ? params.get("state") : null;
}

/** The cookie without a flow that has ended. */
export const restOf = ({ rest }: FoundFlow, { cookies }: PortalContext): string =>
  rest === "" ? cookies.clear(FLOW_COOKIE) : cookies.set(rest, { suffix: FLOW_COOKIE, maxAge: FLOW_SECONDS });

/** Where the person tries again, and can choose another account: the page from which they came, where that was the profile. */
const againOf = ({ provider, returnTo, purpose }: FoundFlow, portal: PortalContext): string =>
  purpose?.kind !== "link" ? startOf(provider, { returnTo, chooseAccount: true }, portal) : returnTo;

const failed = (reason: string, again: string, portal: PortalContext): PageReply =>
  isNoAccess(reason)
    ? noAccessPage(again, textOf("noAccess", portal))
    : {
        kind: "page",
        status: 400,
        page: {
          h1: "Sign-in failed",
          body: html`<p>${wordsOf(reason)}</p>
            <p><a class="button" href="${again}">Try again</a></p>`,
        },
      };

/** The issuer's text is kept for the audit only. */
async function auditFailure(
  { reason, cause }: SignInError,
  { id }: SignInProvider,
  call: Call,
  portal: PortalContext,
): Promise<void> {
  const comment = refusalComment({ reason, cause });
  await portal.audit.add({ action: "sign-in-failed", target: id, comment, ...visitorNetwork(call.address) });
}

/** A refusal with the issuer's text, for the audit. */
export function refusalComment({ reason, cause }: Pick<SignInError, "reason" | "cause">): string {
  const { error_description: text } = (cause ?? {}) as { readonly error_description?: unknown };
  return typeof text === "string" ? `${reason}: ${plainText(text, 500)}` : reason;
}
