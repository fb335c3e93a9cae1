import type { IncomingMessage } from "node:http";
import { UnguardedRouteError, type Access } from "@product-auth/core";

/** Returns the access of an admitted request; throws `UnguardedRouteError` when no guard ran. */
export function accessOf(req: IncomingMessage): Access {
  const access = (req as IncomingMessage & { productAuth?: Access }).productAuth;
  if (access !== undefined) return access;
  throw new UnguardedRouteError(
    'No guard ran before this handler. Put app.use(auth) before the route, or a guard on it: app.get(path, auth.requireProduct("…"), handler).',
  );
}
