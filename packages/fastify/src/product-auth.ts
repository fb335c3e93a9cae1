import type { IncomingMessage, ServerResponse } from "node:http";
import {
  ConfigurationError,
  type Admit,
  type Answer,
  type ProductAuth,
  type ProductAuthOptions,
  type Refuse,
  type Requirement,
  type Routing,
  type Unavailable,
} from "@product-auth/core";
import {
  admissionFields,
  andThen,
  applyDecision,
  guardsOf,
  instanceOf,
  markGuard,
  markMetadata,
  metadataAnswers,
  productAuthOf,
  refuseUncalled,
  withMembers,
} from "@product-auth/core/adapter";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type {
  FastifyGuards,
  FastifyProductAuth,
  Guard,
  GuardedReply,
  GuardedRequest,
} from "./fastify-product-auth.js";
import { allowAll, scopeGuard } from "./guard-scope.js";

/**
 * Fastify plugin that enforces product access rules. Takes options, or an instance made by core's `createProductAuth`
 * that several servers share. Throws one `ConfigurationError` that lists every problem.
 */
export function productAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): FastifyProductAuth<P, A> {
  const auth = productAuthOf<P, A>(options);
  const viewOf = (request: GuardedRequest) =>
    auth.viewOf(request.raw as IncomingMessage, request.originalUrl, routingOf(request), () => request.ip);

  // `within` a scope whose unknown paths the plugin answers, a route's refusal must not reveal more than theirs.
  function guard(requirement: Requirement<P>, within = false): Guard {
    const answerTo = (decision: Refuse | Unavailable) =>
      within ? auth.answerWithin(decision) : auth.answer(decision);

    // With `done` instead of a promise: a resolved promise would continue the request while `onSend` hooks delay the refusal.
    return markGuard(auth, requirement, function productAuthGuard(request, reply, done) {
      const view = viewOf(request);
      // Upgrades are routed like requests: @fastify/websocket takes the socket over in the route's handler.
      const decision = isUpgrade(request)
        ? auth.authorizeUpgrade(view, requirement)
        : auth.authorize(view, requirement);
      const admit = (admitted: Admit<P>) => setAccess(request, reply, admitted);
      const refuse = (refused: Refuse | Unavailable) =>
        andThen(answerTo(refused), (answer) => send(reply, answer));
      applyDecision(decision, { admit, refuse }, done);
    });
  }

  const ownGuards = {
    ...guardsOf(auth, guard),
    open: (...given: unknown[]) => {
      refuseUncalled(given, "open", "write auth.open()");
      return allowAll;
    },
    protectedResourceMetadata: (...given: unknown[]): Guard => {
      refuseUncalled(given, "protectedResourceMetadata", "write auth.protectedResourceMetadata()");
      const answerTo = metadataAnswers(auth.resourceMetadata);
      return markMetadata(auth, function productAuthMetadata(request, reply, done) {
        const found = answerTo(viewOf(request));
        if (found === undefined) done();
        else send(reply, found);
      });
    },
    connectionOf: ({ raw }: GuardedRequest) => auth.connectionOf(raw as IncomingMessage),
  };
  const guards: FastifyGuards<P, A> = Object.freeze(withMembers(ownGuards, instanceOf(auth, viewOf)));

  const guardScope = scopeGuard(auth, guard);
  const isShared = auth === options;
  let scopes = 0;

  async function productAuthPlugin(scope: FastifyInstance): Promise<void> {
    if (typeof scope.hasDecorator !== "function") throw usedAsHook();
    if (scope.hasDecorator("productAuth")) throw alreadyGuarded();
    scope.decorate("productAuth", guards as FastifyGuards<string, string>);
    if (!scope.hasRequestDecorator("productAuth")) scope.decorateRequest("productAuth", undefined);
    guardScope(scope);
    if (isShared) return;
    scopes += 1;
    scope.addHook("onClose", async () => {
      scopes -= 1;
      if (scopes === 0) await auth.close();
    });
  }

  const plugin = fastifyPlugin(productAuthPlugin, { fastify: "5.x", name: "@product-auth/fastify" });
  return withMembers(plugin, guards) as unknown as FastifyProductAuth<P, A>;
}

// The router matches before any hook runs, by `raw.url`, which `rewriteUrl` may have changed.
function routingOf({ raw, is404, routeOptions }: GuardedRequest): Routing {
  return {
    targets: [raw.url ?? "/"],
    route: is404 === true ? undefined : routeOptions?.url,
  };
}

const isUpgrade = ({ raw }: GuardedRequest) =>
  (raw as { readonly upgrade?: boolean | null }).upgrade === true;

function setAccess(
  request: GuardedRequest,
  reply: GuardedReply,
  { access, headers, onResponse }: Admit,
): void {
  (request as { productAuth?: unknown }).productAuth = access;
  for (const [name, value] of admissionFields(headers, (field) => reply.hasHeader(field)))
    reply.header(name, value);
  onResponse?.(reply.raw as ServerResponse);
}

function send(reply: GuardedReply, { status, headers, body }: Answer): void {
  if (reply.sent || reply.raw.headersSent) return; // answered while the guard waited
  reply.code(status);
  reply.headers(headers as Record<string, string | string[]>);
  reply.send(Buffer.from(body)); // Fastify would add a charset to the type of a text
}

function alreadyGuarded(): ConfigurationError {
  return new ConfigurationError([
    {
      path: "app.register(auth)",
      message: "is called twice in one scope, so its routes would have to satisfy both instances",
      fix: "register each instance in a separate scope, not nested in the other",
    },
  ]);
}

function usedAsHook(): ConfigurationError {
  const message = "is a plugin, and was used as a hook";
  return new ConfigurationError([{ path: "auth", message, fix: "write await app.register(auth)" }]);
}
