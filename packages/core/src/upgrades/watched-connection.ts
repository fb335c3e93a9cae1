import type { Duplex } from "node:stream";
import type { Access } from "../decision/decision.js";
import type { NodeRequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";
import { callObserver } from "../operators/call-observer.js";
import type { ConnectionEnd, GuardedConnection } from "./guarded-connection.js";
import type { Routing } from "../request/routing.js";

/** A connection with all that is needed to decide about it again. Times in milliseconds since 1970. */
export class WatchedConnection<P extends string> implements GuardedConnection {
  readonly view: NodeRequestView;
  readonly socket: Duplex;
  /** What admitted it, several guards in Fastify, and how the framework had routed it then: all must go on doing so. */
  readonly requirements: Map<Requirement<P>, Routing | undefined> = new Map();
  /** A store tells of changes under these. */
  readonly digests: Set<string> = new Set();
  access: Access;
  ended: ConnectionEnd | undefined;
  /** When it was last admitted. */
  confirmedAt = 0;
  /** From when on what was found then does not admit any more. */
  deadline: number = Infinity;
  /** When to decide again. */
  due = 0;
  /** When the check began that is under way. */
  checkingSince: number | undefined;
  /** A change came while it was being decided. */
  again = false;
  #closers: ((end: ConnectionEnd) => void)[] = [];

  constructor(view: NodeRequestView, socket: Duplex, access: Access) {
    this.view = view;
    this.socket = socket;
    this.access = access;
  }

  onEnd(close: (end: ConnectionEnd) => void): void {
    if (this.ended === undefined) this.#closers.push(close);
    else tell(close, this.ended);
  }

  /** Lets the application close it, and destroys the socket after that many milliseconds. */
  end(end: ConnectionEnd, closeTimeout: number): void {
    this.ended = end;
    const closers = this.#closers.splice(0);
    if (closers.length === 0) return void this.socket.destroy();
    const patience = setTimeout(() => this.socket.destroy(), closeTimeout);
    this.socket.once("close", () => clearTimeout(patience));
    for (const close of closers) tell(close, end);
  }
}

const tell = (close: (end: ConnectionEnd) => void, end: ConnectionEnd) =>
  callObserver(() => close(end), "ProductAuthUpgradeWarning");
