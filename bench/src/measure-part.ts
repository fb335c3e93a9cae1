import type { Order } from "./command-line.js";
import type { Findings, Part } from "./parts/part.js";
import type { Progress, Stretch } from "./progress.js";
import { medianOfRuns } from "./report/median-of-runs.js";
import { runAgain } from "./run-again.js";
import type { OpenWorld } from "./world/make-world.js";

/** A part with a stretch for each of its runs. */
export interface Planned {
  readonly part: Part;
  readonly stretches: readonly Stretch[];
}

/** What the runs of a part found together. */
export interface Measurement {
  readonly findings: Findings;
  readonly node: string;
  /** Of all runs. */
  readonly seconds: number;
}

/** A rehearsal takes this share of the time. */
const REHEARSAL = 0.4;

/** The runs of each part. */
export function plan({ parts, runs, quick }: Pick<Order, "parts" | "runs" | "quick">): Planned[] {
  return parts.map((part) => ({
    part,
    stretches: Array.from({ length: runs }, (_, at) => ({
      name: runs === 1 ? part.name : `${part.name}, run ${at + 1} of ${runs}`,
      seconds: part.seconds * (quick ? REHEARSAL : 1),
    })),
  }));
}

/** Runs a part as often as planned, each time in a new process. */
export async function measurePart(
  { part, stretches }: Planned,
  house: OpenWorld,
  { quick, progress }: { readonly quick: boolean; readonly progress: Progress },
): Promise<Measurement> {
  const from = performance.now();
  const found: Findings[] = [];
  let node = "";
  for (const stretch of stretches) {
    progress.show(stretch, 0, part.title);
    const tell = (share: number, what: string) => progress.show(stretch, share, what);
    const run = await runAgain(part, house, { quick, tell }, (says) => {
      progress.clear();
      console.log(says);
    });
    found.push(run.findings);
    ({ node } = run);
  }
  return { findings: medianOfRuns(found), node, seconds: Math.round((performance.now() - from) / 1000) };
}
