import { UnguardedRouteError, type Access } from "@product-auth/core";

/** Returns the access of an admitted request; throws `UnguardedRouteError` when no guard ran. */
export function accessOf(ctx: { readonly state: object }): Access {
  const { productAuth } = ctx.state as { productAuth?: Access };
  if (productAuth !== undefined) return productAuth;
  throw new UnguardedRouteError(
    'No guard ran before this handler. Put app.use(auth) before the router, or a guard on the route: router.get(path, auth.requireProduct("…"), handler).',
  );
}
