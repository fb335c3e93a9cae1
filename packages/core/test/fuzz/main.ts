import { parseArgs } from "node:util";
import { runHistories } from "./memory/run-histories.js";
import { runCases, type Tally, type Wanted } from "./run-cases.js";
import { openHouses } from "./world/house.js";

process.setSourceMapsEnabled(true); // stack traces name the .ts line

const HELP = `npm run fuzz -- [subject] [options]

  tokens        sends mutated tokens to the rules in core and compares every decision with that of jose and of rules
                written for the test; the default
  memory        lets documents, keys, products and time change and compares every decision with that of an instance
                that remembers nothing

Ends with 1 and the smallest case that goes wrong.

  --runs N      cases to make; default 1000000
  --seconds N   stop after this time
  --seed N      where chance begins; default the time of day
  --path P      only the case at this path, as a failure names it
  --tally       how often each code and each reason came up, at the end
  --help        this text
`;

/** What is run, and how many cases under one seed; the next batch has the next seed. */
interface Subject {
  readonly batch: number;
  readonly open: () => Promise<(wanted: Wanted, tally: Tally) => Promise<string | undefined>>;
}
const SUBJECTS: Readonly<Record<string, Subject>> = {
  tokens: {
    batch: 1_000,
    open: async () => {
      const houses = await openHouses();
      return (wanted, tally) => runCases(houses, wanted, tally);
    },
  },
  memory: { batch: 20, open: () => Promise.resolve(runHistories) },
};
const PROGRESS_EVERY = 3_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "1000000" },
    seconds: { type: "string", default: "Infinity" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    path: { type: "string" },
    tally: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await fuzz();

async function fuzz(): Promise<0 | 1> {
  const { path } = values;
  const subject = SUBJECTS[positionals[0] ?? "tokens"];
  if (subject === undefined) {
    console.error(`the subject is one of ${Object.keys(SUBJECTS).join(", ")}`);
    return 1;
  }
  const [runs, seconds, firstSeed] = [Number(values.runs), Number(values.seconds), Number(values.seed)];
  if ([runs, seconds, firstSeed].some(Number.isNaN)) {
    console.error("--runs, --seconds and --seed take numbers");
    return 1;
  }
  const tally: Tally = new Map();
  const start = Date.now();
  const run = await subject.open();
  console.log(`Seed ${firstSeed}`);
  let [done, toldAt] = [0, start];
  for (let seed = firstSeed; done < runs && Date.now() - start < seconds * 1000; seed++) {
    const batch = path === undefined ? Math.min(subject.batch, runs - done) : 1;
    const failure = await run({ runs: batch, seed, ...(path !== undefined && { path }) }, tally);
    if (failure !== undefined) {
      console.error(failure);
      return 1;
    }
    done += batch;
    if (path !== undefined) break;
    if (Date.now() - toldAt < PROGRESS_EVERY) continue;
    toldAt = Date.now();
    console.log(progress(done, start, tally));
  }
  console.log(progress(done, start, tally));
  if (values.tally)
    for (const [name, times] of [...tally].sort(([one], [other]) => (one < other ? -1 : 1)))
      console.log(`${String(times).padStart(9)}  ${name}`);
  return 0;
}

function progress(done: number, start: number, tally: Tally): string {
  const seconds = (Date.now() - start) / 1000;
  const admitted = ((tally.get("code: admit") ?? 0) / done) * 100;
  const counted = tally.size === 0 ? "" : `, ${admitted.toFixed(0)} % admitted`;
  return `${done} cases in ${seconds.toFixed(0)} s, ${Math.round(done / seconds)} a second${counted}`;
}
