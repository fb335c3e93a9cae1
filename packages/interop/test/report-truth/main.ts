import { parseArgs } from "node:util";
import { runPlans } from "./run-plans.js";
import { SET_UPS } from "./set-ups.js";

process.setSourceMapsEnabled(true); // stack traces name the .ts line

const HELP = `npm run fuzz -- report [options]

Makes applications for each router, asks for their report, and sends requests without a credential to what it calls
guarded. Ends with 1 and the smallest application of which a handler runs.

  --seconds N   makes no more rounds after this time; default 60
  --seed N      where chance begins; default the time of day
  --requests N  requests to each route, in other spellings; default 25
  --only NAME   one of: ${Object.keys(SET_UPS).join(", ")}
  --help        this text
`;

/** Applications under one seed; the next batch has the next seed. */
const BATCH = 200;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    requests: { type: "string", default: "25" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await fuzz();

async function fuzz(): Promise<0 | 1> {
  const [seconds, firstSeed, requests] = [
    Number(values.seconds),
    Number(values.seed),
    Number(values.requests),
  ];
  const names = Object.keys(SET_UPS).filter((name) => values.only === undefined || name === values.only);
  if ([seconds, firstSeed, requests].some(Number.isNaN) || names.length === 0) {
    console.error(HELP);
    return 1;
  }
  const start = Date.now();
  console.log(`Seed ${firstSeed}`);
  for (let seed = firstSeed; Date.now() - start < seconds * 1000; seed++) {
    for (const setUp of names) {
      const { tally, failure } = await runPlans({ setUp, runs: BATCH, seed, requests });
      if (failure !== undefined) {
        console.error(failure);
        return 1;
      }
      const counts = [...tally]
        .map(([outcome, times]) => `${times} ${outcome}`)
        .sort()
        .join(", ");
      console.log(`${setUp}, seed ${seed}: ${counts}`);
    }
  }
  return 0;
}
