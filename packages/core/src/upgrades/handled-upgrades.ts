import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { refuse } from "../decision/refused.js";
import type { Decision } from "../decision/decision.js";
import type { RequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";
import { Connections } from "./connections.js";
import type { AnyUpgradeHandler, GuardedConnection } from "./guarded-connection.js";
import { judgeOrigin, type AllowedOrigins } from "./origins.js";
import { refuseUpgrade } from "./refuse-upgrade.js";
import { WaitingClient } from "./waiting-client.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import type { UpgradeContext } from "./upgrade-context.js";

/** Decides upgrades, answers the refused ones, and watches the connections of the others. */
export class HandledUpgrades<P extends string> {
  readonly #context: UpgradeContext<P>;
  readonly #origins: AllowedOrigins;
  readonly #connections: Connections<P>;

  constructor(context: UpgradeContext<P>, origins: AllowedOrigins) {
    this.#context = context;
    this.#origins = origins;
    this.#connections = new Connections(context);
  }

  /** Decides an upgrade, and passes its socket to the handler or answers it. */
  handle(
    requirement: Requirement<P>,
    handler: AnyUpgradeHandler,
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void {
    const { auth } = this.#context;
    const view = auth.viewOf(req);
    const conclude = (decision: Decision<P>, sent: Buffer): void => {
      if (decision.outcome !== "admit") return refuseUpgrade(req, socket, () => auth.answer(decision));
      const connection: GuardedConnection = this.#connections.of(req)!;
      if (!socket.destroyed && connection.ended === undefined)
        handler(req, socket, sent, connection as GuardedConnection<never>);
    };
    const fail = (error: unknown) => refuseUpgrade(req, socket, () => Promise.reject(error));
    let decision: Awaitable<Decision<P>>;
    try {
      decision = this.authorize(view, requirement, socket);
    } catch (error) {
      // Such as a function of the application that computes the key of a counter. Nothing above a listener catches it: the
      // process would end.
      return fail(error);
    }
    if (!(decision instanceof Promise)) return conclude(decision, head);
    const client = new WaitingClient(socket, head);
    decision.then((later) => {
      const sent = client.stopWaiting();
      if (sent !== undefined) conclude(later, sent);
    }, fail);
  }

  /** Decides an upgrade, emits its event, and watches the connection when it is admitted. */
  authorize(view: RequestView, requirement: Requirement<P>, socket: Duplex): Awaitable<Decision<P>> {
    const flaw = judgeOrigin(view.header("origin"), this.#origins);
    if (flaw !== undefined)
      return this.#context.conclude(refuse({ failedStatus: undefined }, flaw), requirement, view);
    const watch = this.#connections.watchFrom(view, requirement, socket);
    return andThen(this.#context.auth.authorize(view, requirement), watch);
  }

  connectionOf(req: IncomingMessage): GuardedConnection | undefined {
    return this.#connections.of(req);
  }

  recheck(): void {
    this.#connections.recheck();
  }

  close(): void {
    this.#connections.close();
  }
}
