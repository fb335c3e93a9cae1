import type * as portal from "@product-auth/portal";

/** What the command uses of `@product-auth/portal`, which it loads on demand. */
export type PortalProgram = Pick<typeof portal, "administerUsers" | "inviteUser">;
