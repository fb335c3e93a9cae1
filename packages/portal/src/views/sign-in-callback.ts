import type { Call, View } from "../call.js";
import { html } from "../html/template.js";
import { notFound, redirect, type Reply } from "../http/reply.js";
import { visitorNetwork } from "../people/network.js";
import type { PortalContext } from "../portal-context.js";
import { askProvider } from "../sign-in/ask-provider.js";
import { enter } from "../sign-in/enter.js";
import { isNoAccess, wordsOf } from "../sign-in/failure-words.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import type { Flow } from "../sign-in/flows.js";
import { SignInError, type SignInProvider } from "../sign-in/sign-in-provider.js";
import { providerOf, redirectUriOf, startOf } from "./sign-in.js";

/**
 * `/signin/{provider}/callback`: back from the issuer. An answer that does not belong to the sign-in of this browser changes
 * nothing: neither the sign-in under way nor a session. One that does ends the sign-in, however it goes.
 */
export const signInCallback: View = async (call, portal) => {
  const provider = providerOf(call, portal);
  if (provider === undefined) return notFound;
  // The address is made from `publicUrl`, as it was sent to the issuer; the visitor may have written it otherwise.
  const callback = new URL(redirectUriOf(provider, portal) + call.url.search);
  const flow = await portal.flows.find(portal.cookies.read(call.headers.get("cookie"), FLOW_COOKIE));
  const isOwn =
    flow !== undefined && flow.provider === provider.id && isAnswerTo(flow, callback.searchParams);
  if (!isOwn || !(await flow.take())) return failed("callback", provider, {}, portal);
  const ended = [portal.cookies.clear(FLOW_COOKIE)];
  const asked = await askProvider(provider, portal, () => provider.complete(callback, flow.keep));
  if ("unavailable" in asked) return asked.unavailable;
  if ("refused" in asked) {
    await auditFailure(asked.refused, provider, call, portal);
    return { ...failed(asked.refused.reason, provider, flow, portal), cookies: ended };
  }
  const entered = await enter(asked.answer, provider.id, call, portal);
  if (entered.isAdmitted) return redirect(flow.returnTo, portal.cookies.set(entered.cookie), ...ended);
  await portal.audit.add({
    action: "sign-in-refused",
    target: provider.id,
    ...(entered.user !== undefined && { owner: entered.user.id }),
    ...visitorNetwork(call.address),
  });
  return { ...noAccess(provider, flow, portal), cookies: ended };
};

/** Whether the answer carries the state of the flow, and no parameter twice (RFC 6749, section 3.1). */
function isAnswerTo({ keep }: Flow, params: URLSearchParams): boolean {
  const names = [...params.keys()];
  if (new Set(names).size !== names.length) return false;
  return typeof keep["state"] === "string" && params.get("state") === keep["state"];
}

type PageReply = Extract<Reply, { readonly kind: "page" }>;

/** Where the visitor wanted to go; nothing when that is unknown. */
interface Returning {
  readonly returnTo?: string | undefined;
}

function failed(
  reason: string,
  provider: SignInProvider,
  { returnTo }: Returning,
  portal: PortalContext,
): PageReply {
  if (isNoAccess(reason)) return noAccess(provider, { returnTo }, portal);
  const again = startOf(provider.id, { returnTo, chooseAccount: true }, portal);
  return {
    kind: "page",
    status: 400,
    page: {
      h1: "Sign-in failed",
      body: html`<p>${wordsOf(reason)}</p>
        <p><a class="button" href="${again}">Try again</a></p>`,
    },
  };
}

function noAccess(provider: SignInProvider, { returnTo }: Returning, portal: PortalContext): PageReply {
  const again = startOf(provider.id, { returnTo, chooseAccount: true }, portal);
  return {
    kind: "page",
    status: 403,
    page: {
      h1: "No access",
      body: html`<p>This account may not use the portal. An administrator of the portal can change that.</p>
        <p><a class="button" href="${again}">Sign in with another account</a></p>`,
    },
  };
}

/** The issuer's text is kept for the audit only. */
async function auditFailure(
  { reason, cause }: SignInError,
  { id }: SignInProvider,
  call: Call,
  portal: PortalContext,
): Promise<void> {
  const { error_description: text } = (cause ?? {}) as { readonly error_description?: unknown };
  const comment = typeof text === "string" ? `${reason}: ${text.slice(0, 500)}` : reason;
  await portal.audit.add({ action: "sign-in-failed", target: id, comment, ...visitorNetwork(call.address) });
}
