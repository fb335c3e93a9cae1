import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Access } from "../decision/decision.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { Rule } from "../rules/rule.js";

/** Why a connection is ended, and how to tell its client. */
export interface ConnectionEnd {
  /**
   * For a WebSocket's close frame (RFC 6455 §7.4): 1008 when the caller is no longer admitted, 1013 when that could not
   * be found out, 1001 when the instance was closed.
   */
  readonly closeCode: 1001 | 1008 | 1013;
  /** Public text for the close frame, at most 123 bytes. */
  readonly reason: string;
  /** Which refusal it is. Private; absent when the instance was closed. */
  readonly code?: RefusalCode;
}

/** A connection that was upgraded behind a guard. */
export interface GuardedConnection<P extends string | undefined = string | undefined> {
  /** What the guard found when it admitted the upgrade. */
  readonly access: Access<P>;
  /** Set once the connection is ended. */
  readonly ended: ConnectionEnd | undefined;
  /**
   * Closes the connection in the words of its protocol when it is ended: `onEnd(({ closeCode, reason }) =>
   * ws.close(closeCode, reason))`. The socket is destroyed `upgrades.closeTimeout` later, without `onEnd` at once.
   */
  onEnd(close: (end: ConnectionEnd) => void): void;
}

/** Takes over the socket of an admitted upgrade, as a listener of `upgrade` does. */
export type UpgradeHandler<P extends string | undefined = string | undefined> = (
  req: IncomingMessage,
  socket: Duplex,
  /** Everything the client has sent since the head of its request. */
  head: Buffer,
  connection: GuardedConnection<P>,
) => void;

/** A handler of whatever product: what it is given is an access of its own. */
export type AnyUpgradeHandler = UpgradeHandler<never>;

/** For `server.on("upgrade", listener)`. */
export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The product of an access by path may be undefined once APIs are configured: a key may be for an API alone. */
export type ProductAtPath<P extends string, A extends string> = [A] extends [never] ? P : P | undefined;

/** Makes listeners of `upgrade` that demand a rule; without one, what `app.use(auth)` demands. */
export interface GuardUpgrade<P extends string = string, A extends string = never> {
  (handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  <N extends P>(
    rule: Rule<N, A> & { readonly product: N | readonly N[] },
    handler: UpgradeHandler<N>,
  ): UpgradeListener;
  (rule: Rule<P, A>, handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
}
