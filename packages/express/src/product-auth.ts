import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  Access,
  Admit,
  Answer,
  ProductAuth,
  ProductAuthOptions,
  Refuse,
  Requirement,
  Unavailable,
} from "@product-auth/core";
import {
  addressOf,
  admissionFields,
  applyDecision,
  guardsOf,
  guardUpgradeOf,
  instanceOf,
  markGuard,
  markMetadata,
  markOpen,
  metadataAnswers,
  productAuthOf,
  refuseUncalled,
  routingOf,
  withMembers,
  type RoutedRequest,
} from "@product-auth/core/adapter";
import type { ExpressProductAuth, Guard } from "./express-product-auth.js";

/** The properties of an Express request that are used; a plain Node request has none of them. */
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
  // Routers rewrite `req.url`; the target as sent is in `originalUrl`.
  const viewOf = (req: ExpressRequest) => auth.viewOf(req, req.originalUrl, routingOf(req), addressOf(req));

  function guard(requirement: Requirement<P>): Guard {
    return markGuard(auth, requirement, function productAuthGuard(req, res, next) {
      const admit = (decision: Admit<P>) => setAccess(req, res, decision);
      const refuse = (decision: Refuse | Unavailable) => write(res, auth.answer(decision));
      applyDecision(auth.authorize(viewOf(req), requirement), { admit, refuse }, next);
    });
  }

  // The types of the guards are in `ExpressProductAuth`.
  const guards = Object.assign(guard(auth.anyProduct), guardsOf(auth, guard), {
    open: (...given: unknown[]) => {
      refuseUncalled(given, "open", "write auth.open()");
      return markOpen(function productAuthOpen(_req: IncomingMessage, _res: unknown, next: () => void): void {
        next();
      });
    },
    protectedResourceMetadata: (...given: unknown[]) => {
      refuseUncalled(given, "protectedResourceMetadata", "write auth.protectedResourceMetadata()");
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
    // Sets `req.productAuth`, so that `accessOf(req)` works in upgrade handlers as well.
    guardUpgrade: guardUpgradeOf(auth, (req, access) => ((req as ExpressRequest).productAuth = access)),
  });
  return withMembers(guards, instanceOf(auth, viewOf)) as unknown as ExpressProductAuth<P, A>;
}

function setAccess(req: ExpressRequest, res: ExpressResponse, { access, headers, onResponse }: Admit): void {
  req.productAuth = access;
  const { locals } = res;
  if (locals !== undefined) locals.productAuth = access;
  for (const [name, value] of admissionFields(headers, (field) => res.hasHeader(field)))
    res.setHeader(name, value);
  onResponse?.(res);
}

function write(res: ServerResponse, { status, headers, body }: Answer): void {
  if (res.headersSent) return; // answered while the guard waited
  res.statusCode = status;
  setHeaders(res, headers);
  res.setHeader("content-length", Buffer.byteLength(body));
  res.end(body);
}

function setHeaders(res: ServerResponse, headers: Answer["headers"]): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
