import type { Frame } from "../measure/profiled.js";
import type { Table } from "../report/table.js";
import type { World } from "../world/world.js";

/** What a part is given. */
export interface Bench {
  readonly world: World;
  readonly worldFile: string;
  /** A rehearsal: fewer and shorter rounds. */
  readonly quick: boolean;
  /** Tells how far the part is, from 0 to 1, and what it is at. */
  readonly tell: (share: number, what: string) => void;
}

/** A flame graph to be drawn. */
export interface Picture {
  /** Names its file: lower case with hyphens. */
  readonly name: string;
  readonly title: string;
  readonly root: Frame;
}

/** What a part has found. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly pictures?: readonly Picture[];
  /** CPU of one raw signature check in microseconds, where figures are in units of it. */
  readonly v?: number;
}

/** One part of the comparison. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** What it measures, in a line. */
  readonly says: string;
  /** Roughly how long it takes, for the remaining time that is shown. */
  readonly seconds: number;
  /** Whether it is measured under the later Node that is installed with the peers. Default false. */
  readonly later?: boolean;
  readonly measure: (bench: Bench) => Promise<Findings>;
}
