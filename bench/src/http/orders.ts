import type { Driven } from "./drive.js";
import type { FlowName } from "./flows.js";

/**
 * The two servers of a process: the contender's, and the bare framework. What a guard adds is measured between them:
 * two processes that run the same code differ by more than a guard costs.
 */
export type Side = "guarded" | "bare";

/** The servers that requests can be sent to: also the contender's with limits of few calls, which shows that it refuses. */
export type Target = Side | "few";

/** What came of pairs of drives. */
export interface Compared {
  /** CPU of one request of the bare server in microseconds, pair by pair. */
  readonly bare: readonly number[];
  /** The same of the guarded one. */
  readonly guarded: readonly number[];
  /** The drives of the guarded one. */
  readonly driven: readonly Driven[];
}

/** What a contender's process is asked, and what it answers. */
export type Orders = {
  /** Requests inside the process. */
  drive: { ask: { side: Target; flow: FlowName; requests: number; connections: number }; answer: Driven };
  /** Drives both servers in turn, so many pairs of drives. */
  compare: {
    ask: { flow: FlowName; requests: number; pairs: number; connections: number };
    answer: Compared;
  };
  /** Listens on free ports of this machine, for real sockets. */
  listen: { ask: object; answer: Readonly<Record<Side, number>> };
  /** Microseconds of CPU since the start of the process. */
  usage: { ask: object; answer: { cpu: number } };
  /** Begins to watch how late the event loop is. */
  watchDelay: { ask: object; answer: object };
  /** Milliseconds that the event loop was late since then, at most and for 99 of 100 times. */
  delay: { ask: object; answer: { p50: number; p99: number; max: number } };
};

/** Name of an order. */
export type OrderName = keyof Orders;
