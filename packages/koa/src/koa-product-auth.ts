import type { Access, GuardUpgrade, Rule } from "@product-auth/core";
import type { AdapterInstance } from "@product-auth/core/adapter";
import type { Context, ExtendableContext, Next, ParameterizedContext } from "koa";

declare module "koa" {
  interface DefaultState {
    /** The access of the admitted request; absent when no guard ran. See `accessOf`. */
    // Wide enough for every guard: after one, its own `Access` is intersected with this.
    productAuth?: Access<string | undefined>;
  }
}

/**
 * A middleware that passes a request only when it satisfies the rule. `ctx.state.productAuth` is set for the following
 * middleware of the same call or the same chain of `.use()`.
 */
export interface Guard<P extends string | undefined = string> {
  /** A guard is assignable to a plain `Koa.Middleware`: it requires no state. */
  (ctx: Context, next: Next): unknown;
  /** TypeScript infers the state from the last signature: it is what the guard adds. */
  (ctx: ParameterizedContext<{ productAuth: Access<P> }, object>, next: Next): unknown;
}

/** Type of `access.product` behind `app.use(auth)`: undefined when APIs are configured and a key for the API itself was sent. */
export type AnyProduct<P extends string, A extends string> = [A] extends [never] ? P : P | undefined;

/** The middleware itself, with the guards for single routes. */
export interface KoaProductAuth<P extends string = string, A extends string = never>
  extends Guard<AnyProduct<P, A>>, AdapterInstance<ExtendableContext, P, A> {
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
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: upgrades do not pass through Koa middleware. Default
   * rule: that of `app.use(auth)`. See the option `upgrades`.
   */
  readonly guardUpgrade: GuardUpgrade<P, A>;
  /** Lets every request pass, explicitly: route reports list the route as open. */
  readonly open: () => (ctx: ExtendableContext, next: Next) => unknown;
  /**
   * Answers `GET /.well-known/oauth-protected-resource…` (RFC 9728) and passes all other requests. Place it before the
   * guard. Requires the option `protectedResource`.
   */
  readonly protectedResourceMetadata: () => (ctx: ExtendableContext, next: Next) => unknown;
}
