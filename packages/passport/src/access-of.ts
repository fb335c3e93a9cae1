import type { IncomingMessage } from "node:http";
import { UnguardedRouteError, type Access } from "@product-auth/core";

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the way Express's types are widened
  namespace Express {
    interface Request {
      /** The access of the admitted request; absent when the strategy did not run. See `accessOf`. */
      productAuth?: Access;
    }
  }
}

/**
 * Returns the access of an admitted request; throws `UnguardedRouteError` when the strategy did not run. Unlike
 * `req.user`, it cannot come from another strategy.
 */
export function accessOf(req: IncomingMessage): Access {
  const access = (req as IncomingMessage & { productAuth?: Access }).productAuth;
  if (access !== undefined) return access;
  throw new UnguardedRouteError(
    'No ProductAuthStrategy ran before this handler. Put it on the route: app.get(path, passport.authenticate("product-auth", strategy.requireProduct("…")), handler).',
  );
}
