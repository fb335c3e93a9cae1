import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access, Admit, Answer, Decision, ProductAuth, RequestView } from "@product-auth/core";
import {
  addressOf,
  admissionFields,
  andThen,
  routingOf,
  type RoutedRequest,
} from "@product-auth/core/adapter";
import type { StrategyCreatedStatic } from "passport";
import type { Requirements } from "./requirements.js";
import { unavailableError } from "./unavailable-error.js";

/** The actions of passport that are used. */
export type Actions = Pick<StrategyCreatedStatic, "success" | "fail" | "error">;

/** A request that was not admitted: the response, and what was passed to passport. */
export interface Refusal {
  readonly answer: Answer;
  /** All challenges in one text, for passport. */
  readonly challenge: string;
  /** The error passed to passport when the request could not be decided. */
  readonly error: Error | undefined;
}

/** The properties of an Express request that are used; a plain Node request has none of them. */
type ExpressRequest = RoutedRequest & {
  readonly res?: ServerResponse & { locals?: { productAuth?: Access } };
  productAuth?: Access;
};

/** Routers rewrite `req.url`; the target as sent is in `originalUrl`. */
export const viewOf = (auth: Pick<ProductAuth, "viewOf">, req: ExpressRequest): RequestView =>
  auth.viewOf(req, req.originalUrl, routingOf(req), addressOf(req));

/** Decides requests and reports the outcome to passport. */
export class Judge<P extends string, A extends string> {
  readonly #auth: ProductAuth<P, A>;
  readonly #requirements: Requirements<P, A>;
  readonly #refusals = new WeakMap<IncomingMessage, Refusal>();

  constructor(auth: ProductAuth<P, A>, requirements: Requirements<P, A>) {
    this.#auth = auth;
    this.#requirements = requirements;
  }

  judge(req: IncomingMessage, options: object, passport: Actions): void {
    this.#refusals.delete(req);
    let outcome: (() => void) | Promise<() => void>;
    try {
      const requirement = this.#requirements.of(options);
      const decision = this.#auth.authorize(viewOf(this.#auth, req), requirement);
      outcome = andThen(decision, (decided) => this.#actionFor(decided, req, passport));
    } catch (error) {
      outcome = () => passport.error(error);
    }
    // Outside of any catch: an error in a handler must not become a failure of the strategy.
    if (outcome instanceof Promise) outcome.then((act) => act(), passport.error);
    else outcome();
  }

  /** Returns the refusal of a request; undefined without one. */
  refusalOf(req: IncomingMessage): Refusal | undefined {
    return this.#refusals.get(req);
  }

  #actionFor(decision: Decision<P>, req: ExpressRequest, passport: Actions): () => void {
    if (decision.outcome === "admit") {
      admit(req, decision);
      return () => passport.success(decision.access, decision.access.token?.claims);
    }
    const answer = this.#auth.answer(decision);
    const challenge = [answer.headers["www-authenticate"] ?? []].flat().join(", ");
    const error = decision.outcome === "unavailable" ? unavailableError(answer) : undefined;
    this.#refusals.set(req, { answer, challenge, error });
    return () => {
      if (req.res?.headersSent === true) return; // answered while the strategy waited; passport would throw
      req.res?.setHeader("cache-control", "no-store"); // passport's own response must not be cached either
      if (error !== undefined) passport.error(error);
      else if (challenge === "") passport.fail(answer.status);
      else passport.fail(challenge, answer.status);
    };
  }
}

function admit(req: ExpressRequest, { access, headers, onResponse }: Admit): void {
  req.productAuth = access;
  if (req.res?.locals !== undefined) req.res.locals.productAuth = access;
  const { res } = req;
  if (res === undefined) return;
  for (const [name, value] of admissionFields(headers, (field) => res.hasHeader(field)))
    res.setHeader(name, value);
  onResponse?.(res);
}
