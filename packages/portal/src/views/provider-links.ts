import { html, type Html } from "../html/template.js";
import type { PortalContext } from "../portal-context.js";

/** A link to each provider but e-mail and password. */
export const providerLinks = (portal: PortalContext, start: Start): readonly Html[] =>
  portal.settings.signIn.map(
    ({ id, label }) =>
      html`<p><a class="button" href="${startOf(id, start, portal)}">Sign in with ${label}</a></p>`,
  );

/** How a sign-in starts. `returnTo`: as `returnToOf` returns it. */
interface Start {
  readonly returnTo?: string | undefined;
  readonly chooseAccount?: boolean;
  readonly reauthenticate?: boolean;
}

/** Address that starts a sign-in. */
export function startOf(
  provider: string,
  { returnTo, chooseAccount = false, reauthenticate = false }: Start,
  { to }: PortalContext,
): string {
  const query = new URLSearchParams({
    ...(returnTo !== undefined && returnTo !== to() && { returnTo }),
    ...(chooseAccount && { account: "choose" }),
    ...(reauthenticate && { account: "again" }),
  });
  return query.size === 0 ? to("signin", provider) : `${to("signin", provider)}?${query.toString()}`;
}
