import type { IncomingMessage } from "node:http";
import { type Answer } from "./answer/answer.js";
import type { Decision, Refuse, Unavailable } from "./decision/decision.js";
import type { ClientRegistry } from "./evidence/clients/client-application.js";
import { type Explanation } from "./operators/explain.js";
import type { CallerLimits } from "./operators/caller-limits.js";
import { type Health } from "./operators/health.js";
import type { CatalogOptions } from "./options/options.js";
import type { SettledCatalog } from "./catalog/settled-catalog.js";
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

/** An instance: rules, keys and caches. Any number of servers and frameworks may share it. */
export interface ProductAuth<P extends string = string, A extends string = never> {
  /** Names of the products. */
  readonly products: readonly P[];
  /** Names of the APIs. */
  readonly apis: readonly A[];
  /**
   * The products and APIs for a portal, as they are now: the same object until `update` or a new rule changes them, and
   * then another one. To notice a change, compare the objects. Made when it is first read; decisions do not read it.
   */
  readonly catalog: SettledCatalog;
  /**
   * Version of the products, APIs and policies: 12 hexadecimal digits, the same in every process with the same catalog,
   * from code or from a file. Texts for the portal, secrets and the bodies of functions are not part of it. In every
   * `DecisionEvent`.
   */
  readonly catalogVersion: string;
  /**
   * Whether the request path selects the API. True from the first options or update with `apis`, for the life of the
   * instance. With no API left, every path is unmatched.
   */
  readonly byPath: boolean;
  /**
   * The requirement of `app.use(auth)`: a credential for at least one product. A user's token passes when it satisfies a
   * scope rule of this instance; the guard of the route decides then.
   */
  readonly anyProduct: Requirement<P>;
  /**
   * Validates and compiles a rule. Throws `ConfigurationError` for a rule that is empty or names an unknown product or API.
   * `where`: the call or setting that contains the rule, for the error message. Default: `rule`.
   */
  requirement(rule: Rule<P, A>, where?: string): Requirement<P>;
  /**
   * The requirement as it applies to requests with this method and path: `anyProduct` becomes that of the API there, any other
   * one takes the policies of that API. Undefined where no API or operation has the path. For reports.
   */
  requirementAt(requirement: Requirement<P>, method: string, path: string): Requirement<P> | undefined;
  /**
   * Returns the view of a Node request: the same view for every guard, so that guards share the evidence. `url`: the
   * request target as the client sent it. Default: `req.url`. `routing`: how the framework selects the handler at this
   * point. Default: by the path of `url`. `address`: returns the address of the caller as the framework knows it, called when
   * a policy needs it. Default: the connection's address.
   */
  viewOf(
    req: IncomingMessage,
    url?: string,
    routing?: Routing,
    address?: () => string | undefined,
  ): RequestView;
  /** Decides a request. Synchronous unless signing keys, the store or the registry must be awaited. */
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /**
   * Renders the response to a request that was not admitted. The decision carries its rule and request, so replacing the
   * catalog in between has no effect. Throws `TypeError` for an object that `authorize` did not return.
   */
  answer(decision: Refuse | Unavailable): Answer;
  /**
   * Like `answer`, for a route whose rule replaces `anyProduct`. When `anyProduct` refuses the request too, returns that
   * response, so that callers cannot distinguish the route from a path that does not exist. Emits no events.
   */
  answerWithin(decision: Refuse | Unavailable): Awaitable<Answer>;
  /**
   * For `server.on("upgrade", auth.guardUpgrade(rule, handler))`: passes sockets of WebSockets and other upgrades that
   * satisfy the rule to `handler`, and answers all others. Default rule: that of `app.use(auth)`. The connection is
   * closed when its credential is no longer accepted: see the option `upgrades`.
   */
  guardUpgrade(handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  guardUpgrade<N extends P>(
    rule: Rule<N, A> & { readonly product: N | readonly N[] },
    handler: UpgradeHandler<N>,
  ): UpgradeListener;
  guardUpgrade(rule: Rule<P, A>, handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  /**
   * Like `authorize`, for frameworks that route upgrades like requests: an upgrade must also come from an allowed Origin,
   * and its connection is closed when its credential is no longer accepted.
   */
  authorizeUpgrade(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  /** Returns the connection of an admitted upgrade; undefined for any other request. */
  connectionOf(req: IncomingMessage): GuardedConnection | undefined;
  /** Explains the decision on a request, check by check. For operators, never for callers. Default rule: any product. Emits no events. */
  explain(view: RequestView, rule?: Rule<P, string>): Promise<Explanation>;
  /**
   * Fetches the signing keys. Rejects with `ConfigurationError` when the issuer does not know the tenant, with
   * `UnavailableError` when it cannot be reached; later requests retry. Emits the process warning
   * `PRODUCT_AUTH_LOCAL_ISSUER`, once, when an issuer runs on this machine.
   */
  ready(): Promise<void>;
  /** What callers have used of their rate limits and quotas. For operators. */
  readonly limits: CallerLimits;
  /**
   * Looks up a client application as decisions do, with their cache. Undefined without the option `clientApplications`: then no
   * client has to be registered here. For operators.
   */
  readonly clientApplications: Pick<ClientRegistry, "findClient"> | undefined;
  /** State of keys, caches and counters. */
  health(): Health;
  /**
   * The protected-resource metadata (RFC 9728) and the path to publish it at; undefined unless the option
   * `protectedResource` is set.
   */
  readonly resourceMetadata: PublishedMetadata | undefined;
  /**
   * Replaces all products and APIs at run time. Throws `ConfigurationError`, and changes nothing, when the new ones are
   * invalid or an existing rule names one that is missing. When `byPath` is true it stays true: without `apis` every path
   * is unmatched.
   */
  update(catalog: CatalogOptions<P, A>): void;
  /**
   * Like `update`, for catalogs with hundreds of APIs: checks the APIs in steps of half a millisecond, between which requests
   * are answered by the current catalog, and then replaces all at once. APIs with policies are checked in the last step.
   * Rejects where `update` throws. Do not change the objects until it resolves; an update that begins in the meantime is
   * applied instead of this one.
   */
  updateInSteps(catalog: CatalogOptions<P, A>): Promise<void>;
  /** Aborts pending fetches and closes connections, store and registry. Later calls return the same promise. */
  close(): Promise<void>;
}
