import type { Finding } from "../report/report.js";
import type { Scope } from "./scope.js";

/** A finding of a reader of inputs, with what it holds back until a person accepts it. */
export interface HoldingFinding extends Finding {
  /** Empty when what was lost can only close something, for example a subscription. */
  readonly holds: readonly Scope[];
}
