import type { IncomingMessage } from "node:http";
import { UnguardedRouteError, type Access } from "@product-auth/core";

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the way Express's types are widened
  namespace Express {
    interface Request {
      /** What the strategy of this route found; absent where it did not run. See `accessOf`. */
      productAuth?: Access;
    }
  }
}

/**
 * The access of an admitted request; throws `UnguardedRouteError` where the strategy did not run, instead of handing
 * out nothing. Unlike `req.user` it can be of no other strategy.
 */
export function accessOf(req: IncomingMessage): Access {
  const access = (req as IncomingMessage & { productAuth?: Access }).productAuth;
  if (access !== undefined) return access;
  throw new UnguardedRouteError(
    'No ProductAuthStrategy ran before this handler. Put it on the route: app.get(path, passport.authenticate("product-auth", strategy.requireProduct("…")), handler).',
  );
}
