import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { messageOf } from "../answer/answer.js";
import type { Decision, Refuse, Unavailable } from "../decision/decision.js";
import { unavailable } from "../decision/refused.js";
import { NodeRequestView, type RequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";
import { canonicalId, type ClientChange } from "../evidence/clients/client-application.js";
import type { SubscriptionChange } from "../evidence/subscriptions/subscription.js";
import { CheckQueue } from "./check-queue.js";
import type { ConnectionEnd } from "./guarded-connection.js";
import { RecheckedRequest } from "./rechecked-request.js";
import { watchTimesOf, type WatchTimes } from "./watch-times.js";
import { WatchedConnection } from "./watched-connection.js";
import type { UpgradeContext } from "./upgrade-context.js";

/** Milliseconds between two searches for due checks. One timer for all connections; due times use the clock. */
const TICK = 1_000;

/**
 * The open connections of one instance. The request of each is decided again when its credential expires, when the store
 * reports a change, when the catalog is replaced, and at regular intervals. A connection that is no longer admitted is
 * closed.
 */
export class Connections<P extends string> {
  readonly #context: UpgradeContext<P>;
  readonly #times: WatchTimes;
  readonly #byRequest = new WeakMap<IncomingMessage, WatchedConnection<P>>();
  readonly #open = new Set<WatchedConnection<P>>();
  readonly #queue: CheckQueue<WatchedConnection<P>>;
  readonly #stopListening: readonly ((() => void) | undefined)[];
  #ticking: NodeJS.Timeout | undefined;
  /** Number of changes that caused checks so far. */
  #changes = 0;
  #closed = false;

  constructor(context: UpgradeContext<P>) {
    this.#context = context;
    this.#times = watchTimesOf(context.settings);
    this.#queue = new CheckQueue((connection) => this.#check(connection));
    const { givenStore, givenRegistry } = context.settings;
    this.#stopListening = [
      givenStore?.onChange?.((change) => this.#onChange(change)),
      givenRegistry?.onChange?.((change) => this.#onClientChange(change)),
    ];
  }

  of(req: IncomingMessage): WatchedConnection<P> | undefined {
    return this.#byRequest.get(req);
  }

  /** Call before an upgrade is decided. Returns a function that registers the connection of an admission, and returns the decision. */
  watchFrom(
    view: RequestView,
    requirement: Requirement<P>,
    socket: Duplex,
  ): (decision: Decision<P>) => Decision<P> {
    const changes = this.#changes;
    return (decision) => {
      if (decision.outcome === "admit" && view instanceof NodeRequestView) {
        const connection = this.#admitted(view, socket, requirement, decision.access);
        // The evidence may be older than a change that arrived in the meantime.
        if (changes !== this.#changes) this.#checkSoon(connection);
      }
      return decision;
    };
  }

  recheck(): void {
    this.#changes += 1;
    for (const connection of this.#open) this.#checkSoon(connection);
  }

  close(): void {
    this.#closed = true;
    for (const stopListening of this.#stopListening) stopListening?.();
    for (const connection of this.#open) this.#end(connection, CLOSED);
  }

  #admitted(
    view: NodeRequestView,
    socket: Duplex,
    requirement: Requirement<P>,
    access: WatchedConnection<P>["access"],
  ): WatchedConnection<P> {
    const connection = this.#byRequest.get(view.message) ?? new WatchedConnection<P>(view, socket, access);
    this.#byRequest.set(view.message, connection);
    connection.access = access;
    connection.requirements.set(requirement, view.routing);
    connection.policyTokensEndAt = Math.min(
      connection.policyTokensEndAt,
      this.#context.policyTokensEndAt(view, requirement, access),
    );
    for (const digest of this.#context.digestsOf(view, requirement)) connection.digests.add(digest);
    this.#times.confirm(connection);
    if (this.#closed) this.#end(connection, CLOSED);
    else if (this.#times.endConnections && !socket.destroyed) this.#watch(connection);
    return connection;
  }

  #watch(connection: WatchedConnection<P>): void {
    if (this.#open.has(connection)) return;
    this.#open.add(connection);
    connection.socket.once("close", () => this.#forget(connection));
    this.#ticking ??= setInterval(() => this.#tick(), TICK).unref();
  }

  #forget(connection: WatchedConnection<P>): void {
    this.#open.delete(connection);
    this.#queue.remove(connection);
    if (this.#open.size > 0) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  #tick(): void {
    for (const connection of this.#open) {
      if (connection.checkingSince !== undefined) {
        if (this.#times.isOverdue(connection))
          this.#end(connection, this.#refused(connection, checkFailed()));
      } else if (this.#times.isDue(connection)) this.#queue.add(connection);
    }
  }

  #onChange(change: SubscriptionChange): void {
    this.#changes += 1;
    for (const connection of this.#open) {
      const { digests } = connection;
      const isAffected = change === "everything" || change.digests.some((digest) => digests.has(digest));
      if (isAffected && digests.size > 0) this.#checkSoon(connection);
    }
  }

  #onClientChange(change: ClientChange): void {
    this.#changes += 1;
    for (const connection of this.#open) {
      const id = connection.access.client?.id;
      const isAffected = change === "everything" || change.ids.includes(canonicalId(id ?? ""));
      if (isAffected && id !== undefined) this.#checkSoon(connection);
    }
  }

  #checkSoon(connection: WatchedConnection<P>): void {
    if (connection.checkingSince !== undefined) connection.again = true;
    else if (this.#open.has(connection)) this.#queue.add(connection);
  }

  async #check(connection: WatchedConnection<P>): Promise<void> {
    this.#times.begin(connection);
    connection.again = false;
    const decision = await this.#decide(connection).catch(checkFailed);
    connection.checkingSince = undefined;
    if (connection.ended !== undefined || !this.#open.has(connection)) return;
    if (decision.outcome === "admit") this.#times.confirm(connection);
    else if (decision.outcome === "unavailable" && this.#times.mayWait(connection))
      this.#times.retry(connection);
    else this.#end(connection, this.#refused(connection, decision));
    if (connection.again) this.#checkSoon(connection);
  }

  async #decide(connection: WatchedConnection<P>): Promise<Decision<P>> {
    const view = new RecheckedRequest(connection.view);
    let admitted: Decision<P> = checkFailed();
    let endAt = Infinity;
    for (const [requirement, routing] of connection.requirements) {
      view.routing = routing;
      const decision = await this.#context.auth.authorize(view, requirement);
      if (decision.outcome !== "admit") return decision;
      admitted = decision;
      // An update may have added policies, or replaced them.
      endAt = Math.min(endAt, this.#context.policyTokensEndAt(view, requirement, decision.access));
    }
    connection.policyTokensEndAt = endAt;
    return admitted;
  }

  #refused(connection: WatchedConnection<P>, decision: Refuse | Unavailable): ConnectionEnd {
    const [requirement] = connection.requirements.keys();
    this.#context.conclude(decision, requirement!, connection.view);
    const { code } = decision;
    const message = messageOf(decision, this.#context.settings);
    return { closeCode: decision.outcome === "refuse" ? 1008 : 1013, reason: shortened(message), code };
  }

  #end(connection: WatchedConnection<P>, end: ConnectionEnd): void {
    this.#forget(connection);
    connection.end(Object.freeze(end), this.#times.closeTimeout);
  }
}

const CLOSED: ConnectionEnd = { closeCode: 1001, reason: "The server ends this connection." };

/** The decision when a check failed or did not finish. */
const checkFailed = (): Unavailable =>
  unavailable({
    code: "subscriptions_unavailable",
    retryAfter: 5,
    actual: "an open connection could not be checked again",
  });

// RFC 6455 §5.5.1: a close frame has at most 125 bytes, two of them for the code.
function shortened(text: string): string {
  let short = text;
  while (Buffer.byteLength(short) > 123) short = short.slice(0, -1);
  return short;
}
