import { installPeers } from "../peers/install-peers.js";
import { laterNode } from "../peers/later-node.js";
import { clock, Progress, type Stretch } from "../progress.js";
import { runAgain } from "../run-again.js";
import type { RunOptions } from "../run-part.js";
import { makeWorld, type OpenWorld } from "../world/make-world.js";
import { findCommit, openCheckout } from "./checkout.js";
import type { CompareOrder, Wanted } from "./compare-order.js";
import { FoundRows } from "./found-rows.js";
import { Reference } from "./reference.js";
import { conclusion, verdictTable, type JudgedRow } from "./verdict-table.js";

/** Runs of each side. */
const RUNS = 3;

const TOKENS = 10_000;

/** Checking out, building and making tokens. */
const PREPARING: Stretch = { name: "preparing", seconds: 60 };

/** Seconds that everything may take at least, on however busy a machine. */
const LEAST_LIMIT = 15 * 60;

/** Everything is given up when it takes so many times as long as it should. */
const PATIENCE = 4;

interface Run extends Stretch, Wanted {
  readonly side: "reference" | "tree";
}

/** Measures a revision and the working tree alternately. Whether no row is worse by more than noise. */
export async function compare(order: CompareOrder, stop: AbortSignal): Promise<boolean> {
  const { revision, quick, wanted } = order;
  const commit = await findCommit(revision);
  if (wanted.some(({ part }) => part.needsPeers)) installPeers();
  if (wanted.some(({ part }) => part.later) && laterNode() === undefined)
    throw new Error("npm has no later Node for this machine, and one of the rows needs it.");
  const runs = runsOf(wanted, quick);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, PREPARING.seconds);
  const limit = Math.max(seconds * PATIENCE, LEAST_LIMIT);
  const names = wanted.map(({ part }) => part.name).join(", ");
  console.log(`Compares the working tree with ${commit.title}: ${names}, ${RUNS} runs each.`);
  console.log(`Takes about ${clock(seconds)}, and is given up after ${clock(limit)}.`);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(limit * 1000)]);
  try {
    const judged = await judgeRuns(runs, commit.id, order, signal);
    const { text, good } = conclusion(judged);
    console.log(`\n${verdictTable(judged)}\n\n${text}`);
    return good;
  } catch (error) {
    // Whatever failed when everything was stopped failed because of that.
    if (signal.aborted && !stop.aborted) throw new Error(`Given up after ${clock(limit)}.`, { cause: error });
    throw error;
  }
}

async function judgeRuns(
  runs: readonly Run[],
  commit: string,
  { revision, quick, wanted }: CompareOrder,
  signal: AbortSignal,
): Promise<JudgedRow[]> {
  const progress = new Progress([PREPARING, ...runs]);
  const prepare = (share: number, what: string) => progress.show(PREPARING, share, what);
  const tell = (says: string) => {
    progress.clear();
    console.log(says);
  };
  const checkout = await openCheckout(commit, (what) => prepare(0, `${revision}, ${what}`), signal);
  let house: OpenWorld | undefined;
  try {
    // One world for both sides: the same tokens, by the working tree's issuer.
    house = await makeWorld(TOKENS, (done, of) => {
      signal.throwIfAborted();
      prepare(0.5 + done / of / 2, `${done} of ${of} tokens`);
    });
    const reference = new Reference(checkout, house, tell);
    const rows = new FoundRows(wanted.flatMap((each) => each.rows));
    for (const run of runs) {
      signal.throwIfAborted();
      progress.show(run, 0, "starting");
      const options: RunOptions = {
        quick,
        oursAlone: true,
        frameworks: run.frameworks,
        tell: (share, what) => progress.show(run, share, what),
        silent: true,
        signal,
      };
      const findings =
        run.side === "tree"
          ? (await runAgain(run.part, house, options, tell)).findings
          : await reference.run(run.part, options);
      rows.add(findings, run.side);
    }
    progress.clear();
    return rows.judged();
  } finally {
    await house?.close();
    await checkout.close();
  }
}

/** Reference, tree, reference, tree: side by side in time, part by part. */
function runsOf(wanted: readonly Wanted[], quick: boolean): Run[] {
  return Array.from({ length: RUNS }, (_, at) => at + 1).flatMap((round) =>
    wanted.flatMap((each) =>
      (["reference", "tree"] as const).map((side) => ({
        ...each,
        name: `${each.part.name}, run ${round} of ${RUNS}, ${side === "tree" ? "working tree" : "revision"}`,
        seconds: each.part.secondsAlone * each.share * (quick ? 0.4 : 1),
        side,
      })),
    ),
  );
}
