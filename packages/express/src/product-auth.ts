import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  Access,
  Answer,
  CatalogOptions,
  Decision,
  ProductAuth,
  ProductAuthOptions,
  Requirement,
  Rule,
} from "@product-auth/core";
import {
  admissionFields,
  guardsOf,
  guardUpgradeOf,
  markGuard,
  markMetadata,
  markOpen,
  metadataAnswers,
  productAuthOf,
  routingOf,
  type RoutedRequest,
} from "@product-auth/core/adapter";
import type { ExpressProductAuth, Guard } from "./express-product-auth.js";
import { reportOf } from "./report/report.js";

/** What Express adds to a request that matters here; all fields are missing on a plain Node request. */
type ExpressRequest = RoutedRequest & { productAuth?: Access };
type ExpressResponse = ServerResponse & { locals?: { productAuth?: Access } };

/**
 * Express middleware that enforces product access rules. Takes options, or an instance made by core's
 * `createProductAuth` that several servers share. Throws one `ConfigurationError` that lists every problem.
 */
export function productAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): ExpressProductAuth<P, A> {
  const auth = productAuthOf<P, A>(options);
  // Routers rewrite `req.url`; what the client sent is in `originalUrl`.
  const viewOf = (req: ExpressRequest) => auth.viewOf(req, req.originalUrl, routingOf(req));

  function guard(requirement: Requirement<P>): Guard {
    return markGuard(auth, requirement, function productAuthGuard(req, res, next) {
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
    });
  }

  // What each guard promises is said by its type, in `ExpressProductAuth`.
  return Object.assign(guard(auth.anyProduct), guardsOf(auth, guard), {
    open: () =>
      markOpen(function productAuthOpen(_req: IncomingMessage, _res: unknown, next: () => void): void {
        next();
      }),
    protectedResourceMetadata: () => {
      const answerTo = metadataAnswers(auth.resourceMetadata);
      return markMetadata(
        auth,
        function productAuthMetadata(req: ExpressRequest, res: ServerResponse, next: () => void): void {
          const found = answerTo(viewOf(req));
          if (found === undefined) next();
          else write(res, found);
        },
      );
    },
    // So that `accessOf(req)` tells it there, too.
    guardUpgrade: guardUpgradeOf(auth, (req, access) => ((req as ExpressRequest).productAuth = access)),
    ready: () => auth.ready(),
    update: (catalog: CatalogOptions<P, A>) => auth.update(catalog),
    explain: (req: IncomingMessage, rule?: Rule<P, A>) => auth.explain(viewOf(req), rule),
    report: reportOf,
    health: () => auth.health(),
    close: () => auth.close(),
  }) as unknown as ExpressProductAuth<P, A>;
}

function admit(req: ExpressRequest, res: ExpressResponse, access: Access, headers: Answer["headers"]): void {
  req.productAuth = access;
  const { locals } = res;
  if (locals !== undefined) locals.productAuth = access;
  for (const [name, value] of admissionFields(headers, (field) => res.hasHeader(field)))
    res.setHeader(name, value);
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
