import type { IncomingMessage } from "node:http";
import { type Answer } from "./answer/answer.js";
import type { Decision, Refuse, Unavailable } from "./decision/decision.js";
import { type Explanation } from "./operators/explain.js";
import { type Health } from "./operators/health.js";
import type { CatalogOptions } from "./options/options.js";
import { type PublishedMetadata } from "./answer/protected-resource.js";
import type { RequestView } from "./request/request-view.js";
import type { Requirement, Rule } from "./rules/rule.js";
import type {
  GuardedConnection,
  ProductAtPath,
  UpgradeHandler,
  UpgradeListener,
} from "./upgrades/guarded-connection.js";
import type { Routing } from "./request/routing.js";
import type { Awaitable } from "./lib/awaitable.js";

/** One set of rules with its caches and keys, shared by any number of servers and frameworks. */
export interface ProductAuth<P extends string = string, A extends string = never> {
  /** Names of the products. */
  readonly products: readonly P[];
  /** Names of the APIs. */
  readonly apis: readonly A[];
  /**
   * Whether `app.use(auth)` goes by the path: from the first options or update that say `apis`, for as long as the
   * instance lives. With no API left, every path is one of no API.
   */
  readonly byPath: boolean;
  /**
   * What `app.use(auth)` demands: a credential for at least one product. A user's token passes when it satisfies a
   * scope rule made on this instance, so that the route's own guard can judge it.
   */
  readonly anyProduct: Requirement<P>;
  /**
   * Checks and compiles a rule; throws `ConfigurationError` for one that is empty or names what does not exist. `where` is
   * how the rule was written, for that message.
   */
  requirement(rule: Rule<P, A>, where?: string): Requirement<P>;
  /**
   * The view of a Node request: the same one for every guard that asks, so that guards in a row share what was found
   * out. `url` is the target as the client sent it. Default: `req.url`. `routing` tells how the framework finds the
   * handler, as it stands when this guard asks. Default: by the path of `url`.
   */
  viewOf(req: IncomingMessage, url?: string, routing?: Routing): RequestView;
  /** Decides one request. Answers at once unless keys or a store must be waited for. */
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /**
   * The response to a request that was not admitted. A decision carries the rule and the request it was made for, so a
   * catalog that was replaced meanwhile changes nothing. Throws `TypeError` for an object that `authorize` did not give.
   */
  answer(decision: Refuse | Unavailable): Answer;
  /**
   * The same for a route whose rule stands in place of `anyProduct`: where `anyProduct` refuses the request too, its
   * answer is given, so that callers cannot tell the route from a path that does not exist. Emits no events.
   */
  answerWithin(decision: Refuse | Unavailable): Awaitable<Answer>;
  /**
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: hands the sockets of WebSockets and other upgrades on
   * that satisfy the rule, and answers all others. No rule demands what `app.use(auth)` does. The connection is ended
   * when its credential does not admit any more: see the option `upgrades`.
   */
  guardUpgrade(handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  guardUpgrade<N extends P>(
    rule: Rule<N, A> & { readonly product: N | readonly N[] },
    handler: UpgradeHandler<N>,
  ): UpgradeListener;
  guardUpgrade(rule: Rule<P, A>, handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  /**
   * Like `authorize`, for frameworks that route upgrades as they do requests: one that is an upgrade must also come
   * from an allowed Origin, and its connection is ended when its credential does not admit any more.
   */
  authorizeUpgrade(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /** The connection that an upgrade which was admitted has become. */
  connectionOf(req: IncomingMessage): GuardedConnection | undefined;
  /** Why a request is decided as it is. For operators, never for callers. Emits no events. */
  explain(view: RequestView, rule?: Rule<P, string>): Promise<Explanation>;
  /**
   * Fetches the signing keys. Rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached; the instance goes on trying with every request. Warns of an issuer
   * on this machine, once: `PRODUCT_AUTH_LOCAL_ISSUER`.
   */
  ready(): Promise<void>;
  /** State of keys and caches. */
  health(): Health;
  /**
   * What this API is and who issues its tokens (RFC 9728), with the path to publish it at; undefined unless the
   * option `protectedResource` is set.
   */
  readonly resourceMetadata: PublishedMetadata | undefined;
  /**
   * Replaces products and APIs at run time, at once and whole. Throws `ConfigurationError`, and changes nothing, when
   * the new ones are not sound or a rule made before names what is no longer there. An instance that goes by the path
   * goes on to do so: without `apis` every path is one of no API.
   */
  update(catalog: CatalogOptions<P, A>): void;
  /** Ends what is under way and closes store and registry, once however often it is called. */
  close(): Promise<void>;
}
