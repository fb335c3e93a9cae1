import type { IncomingMessage, ServerResponse } from "node:http";
import {
  UnguardedRouteError,
  type Access,
  type Answer,
  type CatalogOptions,
  type Decision,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
  type Rule,
} from "@product-auth/core";
import { admissionFields, guardsOf, metadataAnswers, productAuthOf } from "@product-auth/core/adapter";

/** A request as routers of `node:http` hand it on, and as a guard leaves it. */
export type GuardedRequest = IncomingMessage & { originalUrl?: string; productAuth?: Access };
export type Guard = (req: GuardedRequest, res: ServerResponse, next: (error?: unknown) => void) => void;

/** Guards of the form `(req, res, next)`. */
export function productAuth(options: ProductAuthOptions<string, string> | ProductAuth<string, string>) {
  const auth = productAuthOf<string, string>(options);
  const viewOf = (req: GuardedRequest) => auth.viewOf(req, req.originalUrl);

  // #region guard
  const guard =
    (requirement: Requirement): Guard =>
    (req, res, next) => {
      const view = viewOf(req);
      const admits = (decision: Decision): boolean => {
        if (decision.outcome !== "admit") return write(res, auth.answer(decision, requirement, view));
        req.productAuth = decision.access;
        for (const [name, value] of admissionFields(decision.headers, (field) => res.hasHeader(field)))
          res.setHeader(name, value);
        return true;
      };
      const decision = auth.authorize(view, requirement);
      if (decision instanceof Promise) decision.then(admits).then((on) => (on ? next() : undefined), next);
      else if (admits(decision)) next(); // at once, when nothing had to be waited for
    };
  // #endregion guard

  return {
    everything: guard(auth.anyProduct),
    ...guardsOf(auth, guard),
    open: (): Guard => (_req, _res, next) => next(),
    protectedResourceMetadata: (): Guard => {
      const answerTo = metadataAnswers(auth.resourceMetadata);
      return (req, res, next) => {
        const found = answerTo(viewOf(req));
        if (found === undefined) next();
        else write(res, found);
      };
    },
    update: (catalog: CatalogOptions<string, string>) => auth.update(catalog),
    ready: () => auth.ready(),
    explain: (req: GuardedRequest, rule?: Rule<string, string>) => auth.explain(viewOf(req), rule),
    health: () => auth.health(),
    close: () => auth.close(),
  };
}

/** The access of an admitted request; throws where no guard ran. */
export function accessOf({ productAuth }: GuardedRequest): Access {
  if (productAuth !== undefined) return productAuth;
  throw new UnguardedRouteError("No guard ran. Put auth.requireProduct(…) before the handler.");
}

function write(res: ServerResponse, { status, headers, body }: Answer): false {
  if (res.headersSent) return false; // somebody answered while we waited
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
  return false;
}
