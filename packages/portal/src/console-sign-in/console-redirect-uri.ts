import type { PortalContext } from "../portal-context.js";

/** Where the issuer sends the browser back to, as it stands in the registration of the console. */
export const consoleRedirectUri = ({ settings, to }: Pick<PortalContext, "settings" | "to">): string =>
  settings.publicUrl.origin + to("console", "callback");
