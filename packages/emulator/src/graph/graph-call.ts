import type { Directory } from "../directory/directory.js";
import type { FaultBoard } from "../server/faults.js";
import type { Members } from "./bodies/check-body.js";
import type { Caller } from "./caller.js";
import type { Route } from "./find-route.js";
import type { GraphAnswer } from "./graph-answer.js";
import type { GraphRefusal } from "./graph-refusal.js";
import type { GraphQuery } from "./read-query.js";

/** A call that has been read: its caller, its path, its query and its body. */
export interface GraphCall {
  readonly directory: Directory;
  readonly board: FaultBoard;
  readonly caller: Caller;
  readonly route: Route;
  readonly query: GraphQuery;
  /** Empty without a body. */
  readonly body: Members;
  /** Whether `Prefer: create-if-missing` was sent. */
  readonly createIfMissing: boolean;
  readonly url: URL;
  readonly graphUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An operation: synchronous, so that calls never overlap. */
export type Operation = (call: GraphCall) => GraphAnswer | GraphRefusal;
