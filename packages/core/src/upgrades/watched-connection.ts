import type { Duplex } from "node:stream";
import type { Access } from "../decision/decision.js";
import type { NodeRequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";
import { callObserver } from "../operators/call-observer.js";
import type { ConnectionEnd, GuardedConnection } from "./guarded-connection.js";
import type { Routing } from "../request/routing.js";

/** A connection with everything needed to decide it again. Times in milliseconds since 1970. */
export class WatchedConnection<P extends string> implements GuardedConnection {
  readonly view: NodeRequestView;
  readonly socket: Duplex;
  /** The requirements that admitted it (several guards in Fastify) with the routing at that time. All must still admit it. */
  readonly requirements: Map<Requirement<P>, Routing | undefined> = new Map();
  /** Digests under which a store reports changes of its key. */
  readonly digests: Set<string> = new Set();
  access: Access;
  ended: ConnectionEnd | undefined;
  /** When it was last admitted. */
  confirmedAt = 0;
  /** When the first token of a policy expires. */
  policyTokensEndAt: number = Infinity;
  /** When the credential or a policy's token expires. */
  deadline: number = Infinity;
  /** When the next check is due. */
  due = 0;
  /** When the current check began; undefined without one. */
  checkingSince: number | undefined;
  /** Whether a change arrived during the current check. */
  again = false;
  #closers: ((end: ConnectionEnd) => void)[] = [];

  constructor(view: NodeRequestView, socket: Duplex, access: Access) {
    this.view = view;
    this.socket = socket;
    this.access = access;
  }

  onEnd(close: (end: ConnectionEnd) => void): void {
    if (this.ended === undefined) this.#closers.push(close);
    else callCloser(close, this.ended);
  }

  /** Calls the `onEnd` functions of the application, and destroys the socket after `closeTimeout` milliseconds. */
  end(end: ConnectionEnd, closeTimeout: number): void {
    this.ended = end;
    const closers = this.#closers.splice(0);
    if (closers.length === 0) return void this.socket.destroy();
    const timer = setTimeout(() => this.socket.destroy(), closeTimeout);
    this.socket.once("close", () => clearTimeout(timer));
    for (const close of closers) callCloser(close, end);
  }
}

const callCloser = (close: (end: ConnectionEnd) => void, end: ConnectionEnd) =>
  callObserver(() => close(end), "ProductAuthUpgradeWarning");
