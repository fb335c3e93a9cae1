import type { Call, View } from "../call.js";
import { textOf } from "../html/operator-text.js";
import { notFound, page, redirect } from "../http/reply.js";
import { returnToOf } from "../http/return-to.js";
import type { PortalContext } from "../portal-context.js";
import type { SignInProvider } from "../sign-in/sign-in-provider.js";
import { startFlow } from "../sign-in/start-flow.js";
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
  return page({ h1: "Sign in", body: [textOf("signIn", portal), ...providerLinks(portal, { returnTo })] });
};

/** `/signin/{provider}`: on to the issuer. */
export const startSignIn: View = (call, portal) => {
  const provider = providerOf(call, portal);
  if (provider === undefined) return notFound;
  const returnTo = returnToOf(call.query.get("returnTo"), portal.settings);
  const account = call.query.get("account");
  const chooseAccount = account === "choose";
  const reauthenticate = account === "again";
  return startFlow(provider, { returnTo, chooseAccount, reauthenticate }, call, portal);
};

/** The provider of an address below `/signin`. */
export const providerOf = ({ params }: Call, { settings }: PortalContext): SignInProvider | undefined =>
  settings.signIn.find(({ id }) => id === params["provider"]);
