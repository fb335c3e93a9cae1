import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { GuardedConnection, Rule } from "@product-auth/core";
import type { AdapterInstance } from "@product-auth/core/adapter";
import type { FastifyInstance, HookHandlerDoneFunction } from "fastify";

/** What a guard needs of a request, whatever the server's protocol and type provider. */
export interface GuardedRequest {
  readonly raw: IncomingMessage | Http2ServerRequest;
  /** The target as the client sent it; `rewriteUrl` changes `url`. */
  readonly originalUrl: string;
  /** Whether no route was found. */
  readonly is404?: boolean;
  /** The route that was found; its pattern decides by path. */
  readonly routeOptions?: { readonly url?: string | undefined };
}

/** What a guard needs of a reply. */
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
 * An `onRequest` hook that lets a request on only when its rule holds. For a route (`{ onRequest: [guard] }`) or for a
 * scope (`scope.addHook("onRequest", guard)`); neither needs the plugin.
 */
export type Guard = (request: GuardedRequest, reply: GuardedReply, done: HookHandlerDoneFunction) => void;

/**
 * The guards for single routes with the members of the instance: parts of the plugin, and `app.productAuth` in its
 * scope. `app.close()` closes an instance made from options.
 */
export interface FastifyGuards<P extends string = string, A extends string = never> extends AdapterInstance<
  GuardedRequest,
  P,
  A
> {
  /** Demands a credential for this product, or for any of several. */
  readonly requireProduct: (...names: [P, ...P[]]) => Guard;
  /** Demands a user's token that carries every one of these delegated scopes. */
  readonly requireScope: (...scopes: [string, ...string[]]) => Guard;
  /** Demands a token that carries every one of these app roles, besides the product's own. */
  readonly requireRole: (...roles: [string, ...string[]]) => Guard;
  /** Demands what a rule says. */
  readonly require: (rule: Rule<P, A>) => Guard;
  /** Lets every request on, and says so: route reports list it as open. Opens nothing that the plugin guards: there, `config` says "open". */
  readonly open: () => Guard;
  /**
   * Answers `GET /.well-known/oauth-protected-resource…` (RFC 9728) and lets everything else on:
   * `app.addHook("onRequest", auth.protectedResourceMetadata())`, before the plugin. Needs the option
   * `protectedResource`.
   */
  readonly protectedResourceMetadata: () => Guard;
  /**
   * In the handler of a route of `@fastify/websocket`: the connection that the request has become, to close it by a
   * WebSocket's close frame when it is ended: `auth.connectionOf(request)?.onEnd(…)`. Undefined where no guard ran.
   */
  readonly connectionOf: (request: GuardedRequest) => GuardedConnection | undefined;
}

/**
 * The plugin, with the guards for single routes. `await app.register(auth)` guards every route of that scope, and of
 * the scopes within it, by what its `config.productAuth` says; a route that says nothing needs a credential for some
 * product. Throws `ConfigurationError` in a scope that is guarded already.
 */
export interface FastifyProductAuth<
  P extends string = string,
  A extends string = never,
> extends FastifyGuards<P, A> {
  // oxlint-disable-next-line typescript/no-explicit-any -- any server, logger and type provider
  (scope: FastifyInstance<any, any, any, any, any>, options: object): void;
}
