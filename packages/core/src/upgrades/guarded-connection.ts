import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Access } from "../decision/decision.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { Rule } from "../rules/rule.js";

/** Why a connection is closed, for its client and for operators. */
export interface ConnectionEnd {
  /**
   * For a WebSocket's close frame (RFC 6455 §7.4): 1008 when the caller is no longer admitted, 1013 when this could not
   * be decided, 1001 when the instance was closed.
   */
  readonly closeCode: 1001 | 1008 | 1013;
  /** Public text for the close frame, at most 123 bytes. */
  readonly reason: string;
  /** Code of the refusal. Private; absent when the instance was closed. */
  readonly code?: RefusalCode;
}

/** An open connection, upgraded behind a guard. */
export interface GuardedConnection<P extends string | undefined = string | undefined> {
  /** The access of the admitted upgrade. */
  readonly access: Access<P>;
  /** Set when the connection is closed by us. */
  readonly ended: ConnectionEnd | undefined;
  /**
   * Registers a function that closes the connection as its protocol demands: `onEnd(({ closeCode, reason }) =>
   * ws.close(closeCode, reason))`. The socket is destroyed `upgrades.closeTimeout` seconds later, or at once without such
   * a function.
   */
  onEnd(close: (end: ConnectionEnd) => void): void;
}

/** Handles the socket of an admitted upgrade, like a listener of `upgrade`. */
export type UpgradeHandler<P extends string | undefined = string | undefined> = (
  req: IncomingMessage,
  socket: Duplex,
  /** All bytes that the client has sent after the head of its request. */
  head: Buffer,
  connection: GuardedConnection<P>,
) => void;

/** An upgrade handler for any product. */
export type AnyUpgradeHandler = UpgradeHandler<never>;

/** For `server.on("upgrade", listener)`. */
export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Type of `access.product` when the path selects the API: undefined when a key for the API itself was sent. */
export type ProductAtPath<P extends string, A extends string> = [A] extends [never] ? P : P | undefined;

/** Makes a listener of `upgrade` for a rule. Default rule: that of `app.use(auth)`. */
export interface GuardUpgrade<P extends string = string, A extends string = never> {
  (handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
  <N extends P>(
    rule: Rule<N, A> & { readonly product: N | readonly N[] },
    handler: UpgradeHandler<N>,
  ): UpgradeListener;
  (rule: Rule<P, A>, handler: UpgradeHandler<ProductAtPath<P, A>>): UpgradeListener;
}
