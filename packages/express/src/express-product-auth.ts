import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access, GuardUpgrade, Rule } from "@product-auth/core";
import type { AdapterInstance } from "@product-auth/core/adapter";
import type { NextFunction, Response } from "express";

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the way Express's types are widened
  namespace Express {
    interface Request {
      /** The access of the admitted request; absent when no guard ran. See `accessOf`. */
      productAuth?: Access;
    }
  }
}

/**
 * A middleware that passes a request only when it satisfies the rule. `res.locals.productAuth` is set for the handlers of
 * the same call. Typed with `IncomingMessage` so that `req.params` stays inferred.
 */
export type Guard<P extends string | undefined = string> = (
  req: IncomingMessage,
  // oxlint-disable-next-line typescript/no-explicit-any -- the body type belongs to the handlers
  res: Response<any, { productAuth: Access<P> }>,
  next: NextFunction,
) => void;

/** Type of `access.product` behind `app.use(auth)`: undefined when APIs are configured and a key for the API itself was sent. */
export type AnyProduct<P extends string, A extends string> = [A] extends [never] ? P : P | undefined;

/** The middleware itself, with the guards for single routes. */
export interface ExpressProductAuth<P extends string = string, A extends string = never>
  extends Guard<AnyProduct<P, A>>, AdapterInstance<IncomingMessage, P, A> {
  /** Requires a credential for this product, or for one of several. */
  readonly requireProduct: <N extends P>(...names: [N, ...N[]]) => Guard<N>;
  /** Requires a user's token with all of these delegated scopes. */
  readonly requireScope: (...scopes: [string, ...string[]]) => Guard<P>;
  /** Requires a token with all of these app roles, besides the product's own. */
  readonly requireRole: (...roles: [string, ...string[]]) => Guard<P>;
  /** Requires what a rule specifies. */
  readonly require: {
    <N extends P>(rule: Rule<N, A> & { readonly product: N | readonly N[] }): Guard<N>;
    (rule: Rule<P, A>): Guard<AnyProduct<P, A>>;
  };
  /**
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: upgrades do not pass through Express middleware.
   * Default rule: that of `app.use(auth)`. See the option `upgrades`.
   */
  readonly guardUpgrade: GuardUpgrade<P, A>;
  /** Lets every request pass, explicitly: route reports list the route as open. */
  readonly open: () => (req: IncomingMessage, res: unknown, next: NextFunction) => void;
  /**
   * Answers `GET /.well-known/oauth-protected-resource…` (RFC 9728) and passes all other requests. Place it before the
   * guard. Requires the option `protectedResource`.
   */
  readonly protectedResourceMetadata: () => (
    req: IncomingMessage,
    res: ServerResponse,
    next: NextFunction,
  ) => void;
}
