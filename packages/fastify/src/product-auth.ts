import type { IncomingMessage } from "node:http";
import {
  ConfigurationError,
  type Answer,
  type CatalogOptions,
  type Decision,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
  type ResponseHeaders,
  type Routing,
  type Rule,
} from "@product-auth/core";
import {
  guardsOf,
  markGuard,
  markMetadata,
  metadataAnswers,
  productAuthOf,
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
import { letOn, scopeGuard } from "./guard-scope.js";
import { reportOf } from "./report/report.js";

/**
 * Fastify plugin that enforces product access rules. Takes options, or an instance made by core's `createProductAuth`
 * that several servers share. Throws one `ConfigurationError` that lists every problem.
 */
export function productAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): FastifyProductAuth<P, A> {
  const auth = productAuthOf<P, A>(options);
  const viewOf = (request: GuardedRequest) =>
    auth.viewOf(request.raw as IncomingMessage, request.originalUrl, routingOf(request));

  function guard(requirement: Requirement<P>): Guard {
    // With `done` and no promise: a hook whose promise resolved would go on while `onSend` hooks hold the refusal back.
    return markGuard(auth, requirement, function productAuthGuard(request, reply, done) {
      const view = viewOf(request);
      const apply = (decision: Decision<P>): boolean => {
        if (decision.outcome === "admit") admit(request, reply, decision);
        else send(reply, auth.answer(decision, requirement, view));
        return decision.outcome === "admit";
      };
      const decision = auth.authorize(view, requirement);
      if (decision instanceof Promise) {
        decision.then(apply).then((admitted) => (admitted ? done() : undefined), done);
      } else if (apply(decision)) done();
    });
  }

  const guards: FastifyGuards<P, A> = Object.freeze({
    ...guardsOf(auth, guard),
    open: () => letOn,
    protectedResourceMetadata: (): Guard => {
      const answerTo = metadataAnswers(auth.resourceMetadata);
      return markMetadata(auth, function productAuthMetadata(request, reply, done) {
        const found = answerTo(viewOf(request));
        if (found === undefined) done();
        else send(reply, found);
      });
    },
    update: (catalog: CatalogOptions<P, A>) => auth.update(catalog),
    ready: () => auth.ready(),
    explain: (request: GuardedRequest, rule?: Rule<P, A>) => auth.explain(viewOf(request), rule),
    report: reportOf,
    health: () => auth.health(),
    close: () => auth.close(),
  });

  const guardScope = scopeGuard(auth, guard);
  const isShared = auth === options;
  let scopes = 0;

  async function productAuthPlugin(scope: FastifyInstance): Promise<void> {
    if (scope.hasDecorator("productAuth")) throw guardedAlready();
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
  return Object.assign(plugin, guards) as unknown as FastifyProductAuth<P, A>;
}

// The router has matched before any hook runs, by what `rewriteUrl` has left in `raw.url`.
function routingOf({ raw, is404, routeOptions }: GuardedRequest): Routing {
  return {
    targets: [raw.url ?? "/"],
    route: is404 === true ? undefined : routeOptions?.url,
  };
}

function admit(
  request: GuardedRequest,
  reply: GuardedReply,
  { access, headers }: { access: unknown; headers: ResponseHeaders },
): void {
  (request as { productAuth?: unknown }).productAuth = access;
  setHeaders(reply, headers);
}

function send(reply: GuardedReply, { status, headers, body }: Answer): void {
  if (reply.sent || reply.raw.headersSent) return; // somebody answered while we waited
  reply.code(status);
  setHeaders(reply, headers);
  reply.send(Buffer.from(body)); // to the type of a text Fastify would add a charset
}

function setHeaders(reply: GuardedReply, headers: ResponseHeaders): void {
  reply.headers(headers as Record<string, string | string[]>);
}

function guardedAlready(): ConfigurationError {
  return new ConfigurationError([
    {
      path: "app.register(auth)",
      message: "comes a second time in one scope: its routes would have to satisfy both",
      fix: "register each instance in a scope of its own, beside the other and not within it",
    },
  ]);
}
