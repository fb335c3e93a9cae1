import type { Places } from "./places.js";
import type { Point } from "./points.js";
import type { PolicyBoard } from "./policy-board.js";

/** What the placing of one rule needs and changes. */
export interface Placing {
  readonly board: PolicyBoard;
  readonly places: Places;
  /** Says that a rule cannot stand anywhere for these points. */
  readonly refuse: (points: Iterable<Point>, at: string, reason: string) => void;
  /** The name of the policy of a token rule. */
  readonly tokenNameOf: (id: string) => string;
}

export const NOWHERE = "applies to calls that no place of a catalog covers alone";
