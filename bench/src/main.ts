import { loadavg } from "node:os";
import { readCommandLine, type Order } from "./command-line.js";
import { compareCommand } from "./compare/compare-command.js";
import { measurePart, plan, type Planned } from "./measure-part.js";
import { loadParts } from "./parts/parts.js";
import { installPeers } from "./peers/install-peers.js";
import { laterNode } from "./peers/later-node.js";
import { clock, Progress } from "./progress.js";
import { circumstances, type Circumstances } from "./report/circumstances.js";
import { refreshGains, refreshPage } from "./report/page.js";
import { shown } from "./report/read-tables.js";
import { saveResult, type Result } from "./report/results.js";
import { summary } from "./report/summary.js";
import { terminalTable } from "./report/terminal-table.js";
import { messageOf } from "./run-again.js";
import { makeWorld, type OpenWorld } from "./world/make-world.js";

const TOKENS = 10_000;

const words = process.argv.slice(2);
const allParts = await loadParts();
if (words[0] === "compare") process.exit(await compareCommand(words.slice(1), allParts));
const order = readCommandLine(words, allParts);
if ("text" in order) {
  (order.exitCode === 0 ? console.log : console.error)(order.text);
  process.exit(order.exitCode);
}
if (order.pageOnly) await refreshGains();
else process.exitCode = (await measureAll(order)) ? 0 : 1;

/** Measures each part and writes it down as soon as it is done. Whether all could be measured. */
async function measureAll(wanted: Order): Promise<boolean> {
  installPeers();
  const started = performance.now();
  const made = circumstances();
  console.log(`${made.date}, ${made.machine}\n${made.node}`);
  if (loadavg()[0]! > 0.7) console.log("This machine is busy: take the figures for a rehearsal.");

  const planned = plan(wanted);
  const progress = new Progress(planned.flatMap(({ stretches }) => stretches));
  const house = await makeWorld(TOKENS, (done, of) => progress.prepare(`${done} of ${of} tokens`));
  const results: Result[] = [];
  const failed: string[] = [];
  try {
    for (const each of planned) {
      if (each.part.later === true && laterNode() === undefined) {
        console.log(`Not measured, as npm has no later Node for this machine: ${each.part.name}`);
        continue;
      }
      try {
        results.push(await measureOne(each, house, { wanted, progress, made }));
      } catch (error) {
        // What the other parts find is not lost with this one.
        progress.clear();
        console.error(messageOf(error));
        failed.push(each.part.name);
      }
    }
  } finally {
    await house.close();
  }
  console.log(`\n${summary(results.flatMap(({ tables }) => tables.map(shown)))}`);
  console.log(results.map(({ part, seconds }) => `${part} took ${clock(seconds)}`).join(", "));
  console.log(`Everything took ${clock((performance.now() - started) / 1000)}.`);
  if (failed.length > 0) console.error(`Not measured: ${failed.join(", ")}`);
  return failed.length === 0;
}

interface Run {
  readonly wanted: Order;
  readonly progress: Progress;
  readonly made: Circumstances;
}

async function measureOne(
  planned: Planned,
  house: OpenWorld,
  { wanted: { quick, runs, printOnly }, progress, made }: Run,
): Promise<Result> {
  const { findings, node, seconds } = await measurePart(planned, house, { quick, progress });
  const result = saveResult(planned.part, { quick, runs, seconds, made: { ...made, node }, ...findings });
  progress.clear();
  for (const table of findings.tables) console.log(`\n${terminalTable(table)}`);
  if (findings.v !== undefined) console.log(`V = ${findings.v.toFixed(1)} µs of CPU`);
  if (!printOnly) await refreshPage(result);
  return result;
}
