import type { Act } from "@product-auth/core/subscriptions";

/** Who does it and why, as given. */
export const actFrom = ({
  texts: { by, comment },
}: {
  readonly texts: { readonly by?: string; readonly comment?: string };
}): Act => ({
  ...(by !== undefined && { by }),
  ...(comment !== undefined && { comment }),
});
