import type { PortalContext } from "../portal-context.js";
import type { SignInProvider } from "./sign-in-provider.js";

/** Where a provider sends the browser back to, as it stands in the registration of the portal. */
export const redirectUriOf = ({ id }: Pick<SignInProvider, "id">, { settings, to }: PortalContext): string =>
  settings.publicUrl.origin + to("signin", id, "callback");
