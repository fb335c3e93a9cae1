import type { IncomingMessage, ServerResponse } from "node:http";
import {
  UnguardedRouteError,
  type Access,
  type Admit,
  type Answer,
  type ProductAuth,
  type ProductAuthOptions,
  type Refuse,
  type Requirement,
  type Unavailable,
} from "@product-auth/core";
import {
  admissionFields,
  applyDecision,
  guardsOf,
  instanceOf,
  metadataAnswers,
  productAuthOf,
  withMembers,
} from "@product-auth/core/adapter";

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
      const admit = ({ access, headers }: Admit) => {
        req.productAuth = access;
        for (const [name, value] of admissionFields(headers, (field) => res.hasHeader(field)))
          res.setHeader(name, value);
      };
      const refuse = (decision: Refuse | Unavailable) => write(res, auth.answer(decision));
      applyDecision(auth.authorize(viewOf(req), requirement), { admit, refuse }, next);
    };
  // #endregion guard

  const members = {
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
  };
  return withMembers(members, instanceOf(auth, viewOf));
}

/** The access of an admitted request; throws where no guard ran. */
export function accessOf({ productAuth }: GuardedRequest): Access {
  if (productAuth !== undefined) return productAuth;
  throw new UnguardedRouteError("No guard ran. Put auth.requireProduct(…) before the handler.");
}

function write(res: ServerResponse, { status, headers, body }: Answer): void {
  if (res.headersSent) return; // answered while the guard waited
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
}
