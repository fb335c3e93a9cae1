import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { GuardedConnection, Rule } from "@product-auth/core";
import type { AdapterInstance } from "@product-auth/core/adapter";
import type { FastifyInstance, HookHandlerDoneFunction } from "fastify";

/** The members of a request that a guard uses, for every protocol and type provider. */
export interface GuardedRequest {
  readonly raw: IncomingMessage | Http2ServerRequest;
  /** The target as the client sent it; `rewriteUrl` changes `url`. */
  readonly originalUrl: string;
  /** The address of the caller, as the option `trustProxy` says. */
  readonly ip?: string;
  /** Whether no route matched. */
  readonly is404?: boolean;
  /** The matched route; its pattern selects the API. */
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** The members of a reply that a guard uses. */
export interface GuardedReply {
  readonly raw: { readonly headersSent: boolean };
  readonly sent: boolean;
  code(status: number): unknown;
  hasHeader(name: string): boolean;
  header(name: string, value: unknown): unknown;
  headers(headers: Record<string, string | string[]>): unknown;
  send(body: Buffer): unknown;
}

/**
 * An `onRequest` hook that passes a request only when it satisfies the rule. For a route (`{ onRequest: [guard] }`) or a
 * scope (`scope.addHook("onRequest", guard)`). Works without the plugin.
 */
export type Guard = (request: GuardedRequest, reply: GuardedReply, done: HookHandlerDoneFunction) => void;

/**
 * The guards for single routes and the members of the instance: on the plugin, and as `app.productAuth` in its scope.
 * `app.close()` closes an instance made from options.
 */
export interface FastifyGuards<P extends string = string, A extends string = never> extends AdapterInstance<
  GuardedRequest,
  P,
  A
> {
  /** Requires a credential for this product, or for one of several. */
  readonly requireProduct: (...names: [P, ...P[]]) => Guard;
  /** Requires a user's token with all of these delegated scopes. */
  readonly requireScope: (...scopes: [string, ...string[]]) => Guard;
  /** Requires a token with all of these app roles, besides the product's own. */
  readonly requireRole: (...roles: [string, ...string[]]) => Guard;
  /** Requires what a rule specifies. */
  readonly require: (rule: Rule<P, A>) => Guard;
  /** Lets every request pass, explicitly: route reports list the route as open. Does not open a route that the plugin guards; set `config: { productAuth: "open" }` there. */
  readonly open: () => Guard;
  /**
   * Answers `GET /.well-known/oauth-protected-resource…` (RFC 9728) and passes all other requests:
   * `app.addHook("onRequest", auth.protectedResourceMetadata())`, before the plugin. Requires the option
   * `protectedResource`.
   */
  readonly protectedResourceMetadata: () => Guard;
  /**
   * For route handlers of `@fastify/websocket`: returns the guarded connection, to close it with a WebSocket close frame
   * when its credential is no longer accepted: `auth.connectionOf(request)?.onEnd(…)`. Undefined when no guard ran.
   */
  readonly connectionOf: (request: GuardedRequest) => GuardedConnection | undefined;
}

/**
 * The plugin, with the guards for single routes. `await app.register(auth)` guards every route of that scope, and of
 * the scopes within it, by its `config.productAuth`; a route without one requires a credential for any product. Throws
 * `ConfigurationError` in a scope that is already guarded.
 */
export interface FastifyProductAuth<
  P extends string = string,
  A extends string = never,
> extends FastifyGuards<P, A> {
  // oxlint-disable-next-line typescript/no-explicit-any -- any server, logger and type provider
  (scope: FastifyInstance<any, any, any, any, any>, options: object): void;
}
