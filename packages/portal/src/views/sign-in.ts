import type { Call, View } from "../call.js";
import { notFound, page, redirect } from "../http/reply.js";
import { returnToOf } from "../http/return-to.js";
import { callerNetworkOf } from "../people/network.js";
import type { PortalContext } from "../portal-context.js";
import { askProvider } from "../sign-in/ask-provider.js";
import { SIGN_IN_ATTEMPTS } from "../sign-in/attempts.js";
import { FLOW_COOKIE } from "../sign-in/flow-cookie.js";
import { FLOW_SECONDS } from "../sign-in/flows.js";
import { redirectUriOf } from "../sign-in/redirect-uri.js";
import type { SignInProvider } from "../sign-in/sign-in-provider.js";
import { passwordPage } from "./password-sign-in.js";
import { providerLinks, startOf } from "./provider-links.js";

/** `/signin`: the providers, and the form for e-mail and password; with one provider alone, straight on to it. */
export const signInPage: View = (call, portal) => {
  const { query, viewer } = call;
  const { signIn, basic } = portal.settings;
  const returnTo = returnToOf(query.get("returnTo"), portal.settings);
  if (viewer.kind === "user" && !(basic && query.get("account") === "again")) return redirect(returnTo);
  if (basic) return passwordPage(call, portal);
  const [first] = signIn;
  if (first !== undefined && signIn.length === 1) return redirect(startOf(first.id, { returnTo }, portal));
  return page({ h1: "Sign in", body: providerLinks(portal, { returnTo }) });
};

/** `/signin/{provider}`: on to the issuer. */
export const startSignIn: View = async (call, portal) => {
  const provider = providerOf(call, portal);
  if (provider === undefined) return notFound;
  const returnTo = returnToOf(call.query.get("returnTo"), portal.settings);
  const account = call.query.get("account");
  const chooseAccount = account === "choose";
  const reauthenticate = account === "again";
  const wait = await portal.attempts.take(SIGN_IN_ATTEMPTS, callerNetworkOf(call.address));
  if (wait > 0) return { kind: "error", name: "too-many", retryAfter: wait };
  const redirectUri = redirectUriOf(provider, portal);
  const asked = await askProvider(provider, portal, () =>
    provider.begin({ redirectUri, chooseAccount, reauthenticate }),
  );
  if ("unavailable" in asked) return asked.unavailable;
  if ("refused" in asked) throw asked.refused; // no provider refuses before the user was asked
  const { to, keep } = asked.answer;
  const others = portal.cookies.read(call.headers.get("cookie"), FLOW_COOKIE);
  const cookie = await portal.flows.start({ provider: provider.id, returnTo, keep }, others);
  return redirect(to.href, portal.cookies.set(cookie, { suffix: FLOW_COOKIE, maxAge: FLOW_SECONDS }));
};

/** The provider of an address below `/signin`. */
export const providerOf = ({ params }: Call, { settings }: PortalContext): SignInProvider | undefined =>
  settings.signIn.find(({ id }) => id === params["provider"]);
