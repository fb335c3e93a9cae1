import type { PortalContext } from "../../portal-context.js";

/** Names products as pages show them; one that the catalog no longer has by its own name. */
export const productNames =
  ({ settings }: PortalContext): ((name: string) => string) =>
  (name) =>
    settings.auth.catalog.products.get(name)?.displayName ?? name;
