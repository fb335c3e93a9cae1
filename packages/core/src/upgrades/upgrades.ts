import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Decision } from "../decision/decision.js";
import { ConfigurationError } from "../lib/errors.js";
import type { Finding } from "../refusals/refusals.js";
import { NodeRequestView, type RequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";
import type { AnyUpgradeHandler, GuardedConnection, UpgradeListener } from "./guarded-connection.js";
import type { HandledUpgrades } from "./handled-upgrades.js";
import { judgeOrigin, type AllowedOrigins } from "./origins.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { UpgradeContext } from "./upgrade-context.js";

/**
 * The upgrades of one instance. The code that handles them is loaded with the first guard: most servers have no upgrades,
 * and every file costs start-up time.
 */
export class Upgrades<P extends string> {
  readonly #context: UpgradeContext<P>;
  readonly #origins: AllowedOrigins;
  #handled: HandledUpgrades<P> | undefined;
  #loading: Promise<HandledUpgrades<P>> | undefined;
  #closed = false;

  constructor(context: UpgradeContext<P>) {
    this.#context = context;
    this.#origins = context.settings.upgrades.origins;
  }

  /** Makes a listener of `upgrade` that passes admitted upgrades to the handler, and answers all others. */
  listener(requirement: Requirement<P>, handler: AnyUpgradeHandler): UpgradeListener {
    if (typeof handler !== "function") throw noHandler();
    this.#load().catch(() => undefined); // now, so that the first upgrade does not wait for it
    return (req, socket, head) => {
      // Node removes its own listener before it emits `upgrade`: without one, a reset would end the process.
      ignoreSocketErrors(socket);
      if (this.#handled !== undefined) this.#handled.handle(requirement, handler, req, socket, head);
      else {
        const handle = (handled: HandledUpgrades<P>) =>
          handled.handle(requirement, handler, req, socket, head);
        void this.#load().then(handle, () => socket.destroy());
      }
    };
  }

  /** Decides an upgrade: its Origin, then like any request. Watches the connection when it is admitted. */
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>> {
    if (!isUpgrade(view)) return this.#context.auth.authorize(view, requirement);
    const { socket } = view.message;
    ignoreSocketErrors(socket);
    if (this.#handled !== undefined) return this.#handled.authorize(view, requirement, socket);
    return this.#load().then((handled) => handled.authorize(view, requirement, socket));
  }

  /** Checks the Origin of an upgrade; returns undefined for every other request. */
  judge(view: RequestView): Finding | undefined {
    return isUpgrade(view) ? judgeOrigin(view.header("origin"), this.#origins) : undefined;
  }

  connectionOf(req: IncomingMessage): GuardedConnection | undefined {
    return this.#handled?.connectionOf(req);
  }

  /** Decides every open connection again, after the catalog was replaced. */
  recheck(): void {
    this.#handled?.recheck();
  }

  close(): void {
    this.#closed = true;
    this.#handled?.close();
  }

  #load(): Promise<HandledUpgrades<P>> {
    return (this.#loading ??= import("./handled-upgrades.js").then(({ HandledUpgrades }) => {
      this.#handled = new HandledUpgrades(this.#context, this.#origins);
      if (this.#closed) this.#handled.close();
      return this.#handled;
    }));
  }
}

// Node sets `upgrade` when the client asks for one and the server listens for it.
const isUpgrade = (view: RequestView): view is NodeRequestView =>
  view instanceof NodeRequestView &&
  (view.message as IncomingMessage & { readonly upgrade?: boolean | null }).upgrade === true;

/** Ignores the error that a socket emits when its client disconnects: it destroys the socket, and nothing else is to be done. */
function ignoreSocketErrors(socket: Duplex): void {
  if (!socket.listeners("error").includes(ignore)) socket.on("error", ignore);
}

function ignore(): void {}

function noHandler(): ConfigurationError {
  const fix = "write guardUpgrade(rule, (req, socket, head, connection) => …)";
  return new ConfigurationError([{ path: "guardUpgrade", message: "has no handler", fix }]);
}
