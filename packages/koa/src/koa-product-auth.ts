import type { Access, GuardUpgrade, Rule } from "@product-auth/core";
import type { AdapterInstance } from "@product-auth/core/adapter";
import type { Context, ExtendableContext, Next, ParameterizedContext } from "koa";

declare module "koa" {
  interface DefaultState {
    /** What the guard of this route found; absent where no guard ran. See `accessOf`. */
    // Wide enough for every guard: after one, its own `Access` is intersected with this.
    productAuth?: Access<string | undefined>;
  }
}

/**
 * A middleware that lets a request on only when its rule holds. After it, `ctx.state.productAuth` is there for what
 * follows in the same call or in the same chain of `.use()`.
 */
export interface Guard<P extends string | undefined = string> {
  /** A guard stands wherever a plain `Koa.Middleware` may: it needs nothing of the state. */
  (ctx: Context, next: Next): unknown;
  /** Types are inferred from the last signature: what the guard adds to the state. */
  (ctx: ParameterizedContext<{ productAuth: Access<P> }, object>, next: Next): unknown;
}

/** Behind `app.use(auth)` the product may be undefined once APIs are configured: a key may be for an API alone. */
export type AnyProduct<P extends string, A extends string> = [A] extends [never] ? P : P | undefined;

/** The middleware itself, with the guards for single routes. */
export interface KoaProductAuth<P extends string = string, A extends string = never>
  extends Guard<AnyProduct<P, A>>, AdapterInstance<ExtendableContext, P, A> {
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
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: no middleware of Koa sees an upgrade. Without
   * a rule it demands what `app.use(auth)` does. See the option `upgrades`.
   */
  readonly guardUpgrade: GuardUpgrade<P, A>;
  /** Lets every request on, and says so: route reports list it as open. */
  readonly open: () => (ctx: ExtendableContext, next: Next) => unknown;
  /**
   * Answers `GET /.well-known/oauth-protected-resource…` (RFC 9728) and lets everything else on; for before the guard.
   * Needs the option `protectedResource`.
   */
  readonly protectedResourceMetadata: () => (ctx: ExtendableContext, next: Next) => unknown;
}
