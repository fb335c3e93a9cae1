import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access, Admit, Answer, Decision, ProductAuth, RequestView } from "@product-auth/core";
import { admissionFields, andThen, routingOf, type RoutedRequest } from "@product-auth/core/adapter";
import type { StrategyCreatedStatic } from "passport";
import type { Requirements } from "./requirements.js";
import { unavailableError } from "./unavailable-error.js";

/** What passport lets a strategy say about a request. */
export type Actions = Pick<StrategyCreatedStatic, "success" | "fail" | "error">;

/** A request that may not go on: the answer, and what passport was told of it. */
export interface Refusal {
  readonly answer: Answer;
  /** The challenges in one text, as passport takes them. */
  readonly challenge: string;
  /** What passport was given, where nobody could decide. */
  readonly error: Error | undefined;
}

/** What Express adds to a request that matters here; all of it is missing on a plain Node request. */
type ExpressRequest = RoutedRequest & {
  readonly res?: ServerResponse & { locals?: { productAuth?: Access } };
  productAuth?: Access;
};

/** Routers rewrite `req.url`; what the client sent is in `originalUrl`. */
export const viewOf = (auth: Pick<ProductAuth, "viewOf">, req: ExpressRequest): RequestView =>
  auth.viewOf(req, req.originalUrl, routingOf(req));

/** Judges requests and says the outcome in passport's words. */
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
    // Outside of any catch: what a handler throws must not come back as a failure of the strategy.
    if (outcome instanceof Promise) outcome.then((act) => act(), passport.error);
    else outcome();
  }

  /** How the request was refused, if it was and nothing else happened to it since. */
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
      req.res?.setHeader("cache-control", "no-store"); // passport's own answer is to be kept no more than ours
      if (error !== undefined) passport.error(error);
      else if (challenge === "") passport.fail(answer.status);
      else passport.fail(challenge, answer.status);
    };
  }
}

function admit(req: ExpressRequest, { access, headers }: Admit): void {
  req.productAuth = access;
  if (req.res?.locals !== undefined) req.res.locals.productAuth = access;
  const { res } = req;
  if (res === undefined) return;
  for (const [name, value] of admissionFields(headers, (field) => res.hasHeader(field)))
    res.setHeader(name, value);
}
