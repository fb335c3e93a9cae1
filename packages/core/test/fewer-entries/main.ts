import { parseArgs } from "node:util";
import { checkOpenings } from "./check-openings.js";

process.setSourceMapsEnabled(true);

const HELP = `npm run fuzz -- entries [options]

Takes entries out of generated options, one at a time, and looks for a caller who gets in then and was refused before.
Ends with 1 and the smallest options that do so.

  --seconds N   stop after this time; default 60
  --seed N      where chance begins; default the time of day
  --help        this text
`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = fuzz(Number(values.seed), Number(values.seconds));

function fuzz(firstSeed: number, seconds: number): 0 | 1 {
  if (Number.isNaN(firstSeed) || Number.isNaN(seconds)) {
    console.error("--seconds and --seed take numbers");
    return 1;
  }
  console.log(`Seed ${firstSeed}`);
  const end = Date.now() + seconds * 1000;
  let runs = 0;
  for (let seed = firstSeed; Date.now() < end; seed++, runs += 5) {
    const found = checkOpenings({ seed, runs: 5 });
    if (found === undefined) continue;
    console.error(`Seed ${seed}\n${found}`);
    return 1;
  }
  console.log(`${runs} options, each entry left out in turn: none opens more`);
  return 0;
}
