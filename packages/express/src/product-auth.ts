import type { IncomingMessage, ServerResponse } from "node:http";
import {
  ConfigurationError,
  createProductAuth,
  NodeRequestView,
  type Access,
  type Answer,
  type CatalogOptions,
  type Decision,
  type ProductAuth,
  type ProductAuthOptions,
  type RequestView,
  type Requirement,
  type Rule,
} from "@product-auth/core";
import type { ExpressProductAuth, Guard } from "./express-product-auth.js";

/** What Express adds to a request that matters here; both fields are missing on a plain Node request. */
type ExpressRequest = IncomingMessage & { originalUrl?: string; productAuth?: Access };
type ExpressResponse = ServerResponse & { locals?: { productAuth?: Access } };

/**
 * Express middleware that enforces product access rules. Takes options, or an instance made by core's
 * `createProductAuth` that several servers share. Throws one `ConfigurationError` that lists every problem.
 */
export function productAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): ExpressProductAuth<P, A> {
  const auth = isInstance(options) ? options : createProductAuth<P, A>(options);
  const views = new WeakMap<IncomingMessage, RequestView>();

  // One view per request, so that guards that follow each other share what was found out.
  function viewOf(req: ExpressRequest): RequestView {
    let view = views.get(req);
    if (view === undefined) views.set(req, (view = new NodeRequestView(req, req.originalUrl)));
    return view;
  }

  function guard<N extends P>(requirement: Requirement<N>): Guard<N> {
    return function productAuthGuard(req, res, next) {
      const view = viewOf(req);
      // Whether the request may go on. `next()` stays outside: what a handler throws must not come back as a failure
      // of the guard, and what `answer` throws (an application's own `errors` function) must reach Express.
      const apply = (decision: Decision<P>): boolean => {
        if (decision.outcome === "admit") admit(req, res, decision.access, decision.headers);
        else write(res, auth.answer(decision, requirement, view));
        return decision.outcome === "admit";
      };
      const decision = auth.authorize(view, requirement);
      if (decision instanceof Promise) {
        decision.then(apply).then((admitted) => (admitted ? next() : undefined), next);
      } else if (apply(decision)) next();
    };
  }

  const demand = <N extends P>(rule: Rule<N, A>, where: string): Guard<N> =>
    guard(auth.requirement(rule, where) as Requirement<N>);

  // What a guard without a product may find is said by its type, in `ExpressProductAuth`.
  return Object.assign(guard(auth.anyProduct) as Guard, {
    requireProduct: <N extends P>(...names: [N, ...N[]]) =>
      demand({ product: names }, said("requireProduct", names)),
    requireScope: (...scopes: string[]) => demand<P>({ scopes }, said("requireScope", scopes)),
    requireRole: (...roles: string[]) => demand<P>({ roles }, said("requireRole", roles)),
    require: (rule: Rule<P, A>) => demand(rule, "require(rule)"),
    open: () =>
      function productAuthOpen(_req: IncomingMessage, _res: unknown, next: () => void): void {
        next();
      },
    protectedResourceMetadata: () => metadataHandler(auth.resourceMetadata),
    ready: () => auth.ready(),
    update: (catalog: CatalogOptions<P, A>) => auth.update(catalog),
    explain: (req: IncomingMessage, rule?: Rule<P, A>) => auth.explain(viewOf(req), rule),
    health: () => auth.health(),
    close: () => auth.close(),
  }) as unknown as ExpressProductAuth<P, A>;
}

function metadataHandler(metadata: ProductAuth["resourceMetadata"]) {
  if (metadata === undefined) {
    const path = "protectedResourceMetadata()";
    const fix = 'set the option protectedResource: { resource: "https://…" }, the address of this API';
    throw new ConfigurationError([{ path, message: "has nothing to publish", fix }]);
  }
  const body = JSON.stringify(metadata.document);
  return function productAuthMetadata(req: ExpressRequest, res: ServerResponse, next: () => void): void {
    const isRead = req.method === "GET" || req.method === "HEAD";
    if (!isRead || new NodeRequestView(req, req.originalUrl).path !== metadata.path) return next();
    // Public by nature, and read by clients in browsers too (RFC 9728 §3).
    const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
    write(res, { status: 200, headers, body });
  };
}

function isInstance<P extends string>(
  given: ProductAuthOptions<P> | ProductAuth<P>,
): given is ProductAuth<P> {
  return typeof given === "object" && given !== null && "authorize" in given;
}

const said = (name: string, values: readonly string[]) => `${name}(${JSON.stringify(values).slice(1, -1)})`;

function admit(req: ExpressRequest, res: ExpressResponse, access: Access, headers: Answer["headers"]): void {
  req.productAuth = access;
  if (res.locals !== undefined) res.locals.productAuth = access;
  setHeaders(res, headers);
}

function write(res: ServerResponse, { status, headers, body }: Answer): void {
  if (res.headersSent) return; // somebody answered while we waited
  res.statusCode = status;
  setHeaders(res, headers);
  res.setHeader("content-length", Buffer.byteLength(body));
  res.end(body);
}

function setHeaders(res: ServerResponse, headers: Answer["headers"]): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
