import { parseArgs } from "node:util";
import type { PathSetUp } from "@product-auth/testkit";
import { fuzzPaths } from "@product-auth/testkit/adapter";

process.setSourceMapsEnabled(true); // stack traces name the .ts line

const HELP = `npm run fuzz -- paths [options]

Sends odd request targets to applications of every framework in many set-ups, and compares the rule that was applied with
the handler that answered. The first round tries every single change to some targets and every credential; further rounds
random ones. Ends with 1 and the smallest requests that go wrong.

  --seconds N   begin no further round after this time; default 0: one round
  --seed N      where chance begins; default the time of day
  --cases N     random cases for each set-up and catalog; default 500
  --only TEXT   only set-ups whose name, after that of the framework, contains this
  --help        this text
`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "0" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    cases: { type: "string", default: "500" },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<0 | 1> {
  const [seconds, seed, cases] = [Number(values.seconds), Number(values.seed), Number(values.cases)];
  if ([seconds, seed, cases].some(Number.isNaN)) {
    console.error("--seconds, --seed and --cases take numbers");
    return 1;
  }
  const all = [...(await setUpsOf("express")), ...(await setUpsOf("koa")), ...(await setUpsOf("fastify"))];
  const wanted = all.filter(([framework, { name }]) => `${framework}, ${name}`.includes(values.only));
  const isSound = await fuzzPaths(wanted, { seed, seconds, cases, random: 5, log: console.log });
  return isSound ? 0 : 1;
}

/** The set-ups are tests of the adapters, and built with those. */
async function setUpsOf(adapter: string): Promise<readonly (readonly [string, PathSetUp])[]> {
  const module = new URL(`../../../${adapter}/dist-test/paths/all-set-ups.js`, import.meta.url);
  const { allSetUps } = (await import(module.href)) as {
    allSetUps: Readonly<Record<string, readonly PathSetUp[]>>;
  };
  return Object.entries(allSetUps).flatMap(([framework, setUps]) =>
    setUps.map((setUp) => [framework, setUp] as const),
  );
}
