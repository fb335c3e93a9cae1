import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HELP = `npm run fuzz -- limits [options]

Sends random calls to the counters in memory, in Redis and in PostgreSQL, and compares every answer with a log of all calls:
ring, slots, token bucket and fixed window. Then four processes at once take from one counter, which must admit exactly its
limit. Ends with 1 and the first call that goes wrong.

  --calls N     random calls for each store; default 1000000
  --rounds N    runs of four processes, for each kind and store; default 20
  --seed N      where chance begins; default the time of day
  --only NAME   testkit (memory), redis or postgres
  --help        this text
`;

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = main();

function main(): number {
  const { calls, rounds, seed, only } = values;
  if ([calls, rounds, seed].some((text) => Number.isNaN(Number(text)))) {
    console.error("--calls, --rounds and --seed take numbers");
    return 1;
  }
  for (const name of ["testkit", "redis", "postgres"]) {
    if (only !== undefined && only !== name) continue;
    // The programs are tests of the stores, and built with those.
    const program = fileURLToPath(
      new URL(`../../../${name}/dist-test/programs/fuzz-counters.js`, import.meta.url),
    );
    const args = [program, "--calls", calls, "--rounds", rounds, "--seed", seed];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (status !== 0) return 1;
  }
  return 0;
}
