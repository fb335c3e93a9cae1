import { eventOf } from "../audit/visitor-act.js";
import type { Call, View } from "../call.js";
import { html, type Html } from "../html/template.js";
import { notFound, redirect, type Reply } from "../http/reply.js";
import { isFromOwnPage } from "../http/same-origin.js";
import type { SignedInUser } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { signInAgain } from "../sign-in/recent-sign-in.js";
import type { SignedIn, SignInProvider } from "../sign-in/sign-in-provider.js";
import { startFlow } from "../sign-in/start-flow.js";
import { done } from "../texts/done-words.js";
import { plainText } from "../texts/text-problem.js";
import { providerOf } from "./sign-in.js";

/**
 * `/profile/link/{provider}`: on to the issuer, for another way to sign in. The link works on a page of the portal only: another
 * site could lead a user here whom it has signed in at the issuer with its own account, and so get into the user's account.
 */
export const startLink: View<SignedInUser> = async (call, portal) => {
  const provider = providerOf(call, portal);
  if (provider === undefined) return notFound;
  const returnTo = portal.to("profile");
  if (!isFromOwnPage(call.headers, call.url.origin)) return redirect(returnTo);
  const again = signInAgain({ ...call, url: new URL(returnTo, call.url) }, portal);
  if (again !== undefined) return again;
  const { user, session } = call.viewer;
  const purpose = { kind: "link" as const, userId: user.id, session: session.id };
  return startFlow(provider, { returnTo, purpose, chooseAccount: true }, call, portal);
};

/** Back from the issuer: gives the user the account that was chosen there as another way to sign in. The session stays as it is. */
export async function linkIdentity(
  person: SignedIn,
  { id, label }: SignInProvider,
  call: Pick<Call<SignedInUser>, "viewer" | "address">,
  portal: PortalContext,
): Promise<Exclude<Reply, { readonly kind: "json" | "error" }>> {
  const { viewer } = call;
  const name = plainText(person.email ?? person.names.displayName ?? "", 254);
  const event = { action: "identity-linked" as const, target: id, ...(name !== "" && { name }) };
  const { change, stored } = portal.audit.changeOf(eventOf(call, event));
  const linked = await portal.users.link(viewer.user.id, id, person, () => [change]);
  if (linked === "linked") portal.audit.tell(stored);
  if (linked !== "taken")
    return {
      kind: "redirect",
      to: portal.to("profile") + done(linked === "linked" ? "linked" : "linked-before"),
    };
  return {
    kind: "page",
    status: 409,
    conflict: TAKEN,
    page: {
      h1: "Sign-in failed",
      above: { text: "Profile", href: portal.to("profile") },
      body: html`<p>${TAKEN}</p>
        <p>Sign out and sign in with ${label} to be that user, or choose another account.</p>
        <p><a class="button" href="${portal.to("profile")}">Try again</a></p>`,
    },
  };
}

const TAKEN = "This account belongs to another user of the portal.";

/** Links to the providers, for another way to sign in. Nothing in a portal with one way to sign in. */
export function linkLinks({ settings, to }: PortalContext): Html | undefined {
  const { signIn, basic } = settings;
  if (signIn.length === 0 || (signIn.length === 1 && !basic)) return undefined;
  return html`<h2>Other ways to sign in</h2>
    <p>Add an account of yours. You sign in again first if the last time was more than 15 minutes ago.</p>
    ${signIn.map(
      ({ id, label }) =>
        html`<p><a class="button" href="${to("profile", "link", id)}">Sign in with ${label}</a></p>`,
    )}`;
}
