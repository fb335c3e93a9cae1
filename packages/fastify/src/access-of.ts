import { UnguardedRouteError, type Access } from "@product-auth/core";

/** Returns the access of an admitted request; throws `UnguardedRouteError` when no guard ran. */
export function accessOf<Found extends Access<string | undefined> = Access>(request: {
  readonly productAuth?: Found | undefined;
}): Found {
  const access = request.productAuth;
  if (access !== undefined) return access;
  throw new UnguardedRouteError(
    'No guard ran before this handler. Put await app.register(auth) before the route, or a guard on it: app.get(path, { onRequest: auth.requireProduct("…") }, handler).',
  );
}
