import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access, GuardUpgrade, Rule } from "@product-auth/core";
import type { AdapterInstance } from "@product-auth/core/adapter";
import type { NextFunction, Response } from "express";

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the way Express's types are widened
  namespace Express {
    interface Request {
      /** What the guard of this route found; absent where no guard ran. See `accessOf`. */
      productAuth?: Access;
    }
  }
}

/**
 * A middleware that lets a request on only when its rule holds. After it, `res.locals.productAuth` is there for the
 * handlers of the same call. Typed by `IncomingMessage` so that `req.params` stays inferred.
 */
export type Guard<P extends string | undefined = string> = (
  req: IncomingMessage,
  // oxlint-disable-next-line typescript/no-explicit-any -- the body type belongs to the handlers
  res: Response<any, { productAuth: Access<P> }>,
  next: NextFunction,
) => void;

/** Behind `app.use(auth)` the product may be undefined once APIs are configured: a key may be for an API alone. */
export type AnyProduct<P extends string, A extends string> = [A] extends [never] ? P : P | undefined;

/** The middleware itself, with the guards for single routes. */
export interface ExpressProductAuth<P extends string = string, A extends string = never>
  extends Guard<AnyProduct<P, A>>, AdapterInstance<IncomingMessage, P, A> {
  /** Demands a credential for this product, or for any of several. */
  readonly requireProduct: <N extends P>(...names: [N, ...N[]]) => Guard<N>;
  /** Demands a user's token that carries every one of these delegated scopes. */
  readonly requireScope: (...scopes: [string, ...string[]]) => Guard<P>;
  /** Demands a token that carries every one of these app roles, besides the product's own. */
  readonly requireRole: (...roles: [string, ...string[]]) => Guard<P>;
  /** Demands what a rule says. */
  readonly require: {
    <N extends P>(rule: Rule<N, A> & { readonly product: N | readonly N[] }): Guard<N>;
    (rule: Rule<P, A>): Guard<AnyProduct<P, A>>;
  };
  /**
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: no middleware of Express sees an upgrade. Without
   * a rule it demands what `app.use(auth)` does. See the option `upgrades`.
   */
  readonly guardUpgrade: GuardUpgrade<P, A>;
  /** Lets every request on, and says so: route reports list it as open. */
  readonly open: () => (req: IncomingMessage, res: unknown, next: NextFunction) => void;
  /**
   * Answers `GET /.well-known/oauth-protected-resource…` (RFC 9728) and lets everything else on; for before the guard.
   * Needs the option `protectedResource`.
   */
  readonly protectedResourceMetadata: () => (
    req: IncomingMessage,
    res: ServerResponse,
    next: NextFunction,
  ) => void;
}
