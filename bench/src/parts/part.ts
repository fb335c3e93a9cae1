import type { Framework } from "../http/http-contender.js";
import type { Frame } from "../measure/profiled.js";
import type { Table } from "../report/table.js";
import type { World } from "../world/world.js";

/** What a part is given. */
export interface Bench {
  readonly world: World;
  readonly worldFile: string;
  /** A rehearsal: fewer and shorter rounds. */
  readonly quick: boolean;
  /** Whether the peers are left out: ours, the bare frameworks and the units only. Default false. */
  readonly oursAlone?: boolean;
  /** Frameworks to which the part is restricted. Default: none. */
  readonly frameworks?: readonly Framework[];
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
  /** Approximate duration, for the estimate of the remaining time. */
  readonly seconds: number;
  /** The same without the peers. */
  readonly secondsAlone: number;
  /** Names of its figures of ours that have a good end, as `compare` takes them; those of a rehearsal where it is one. */
  readonly figures: (quick: boolean) => readonly string[] | Promise<readonly string[]>;
  /** Whether it needs what is installed with the peers even where it measures ours alone. Default false. */
  readonly needsPeers?: boolean;
  /** Whether it is measured under the later Node that is installed with the peers. Default false. */
  readonly later?: boolean;
  readonly measure: (bench: Bench) => Promise<Findings>;
}
