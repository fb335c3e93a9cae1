import { loadavg } from "node:os";
import { readCommandLine } from "./command-line.js";
import { compareCommand } from "./compare/compare-command.js";
import { loadParts } from "./parts/parts.js";
import { installPeers } from "./peers/install-peers.js";
import { clock, Progress } from "./progress.js";
import { laterNode } from "./peers/later-node.js";
import { circumstances } from "./report/circumstances.js";
import { refreshPage, refreshSummary } from "./report/page.js";
import { saveResult, type Result } from "./report/results.js";
import { summary } from "./report/summary.js";
import { terminalTable } from "./report/terminal-table.js";
import { runPart } from "./run-part.js";
import { makeWorld } from "./world/make-world.js";

const TOKENS = 10_000;

const words = process.argv.slice(2);
const allParts = await loadParts();
if (words[0] === "compare") process.exit(await compareCommand(words.slice(1), allParts));
const order = readCommandLine(words, allParts);
if ("text" in order) {
  (order.exitCode === 0 ? console.log : console.error)(order.text);
  process.exit(order.exitCode);
}

installPeers();
const { parts, quick, printOnly } = order;
const started = performance.now();
const made = circumstances();
console.log(`${made.date}, ${made.machine}\n${made.node}`);
if (loadavg()[0]! > 0.7) console.log("This machine is busy: take the figures for a rehearsal.");

const progress = new Progress(parts);
const house = await makeWorld(TOKENS, (done, of) => progress.prepare(`${done} of ${of} tokens`));
const results: Result[] = [];
try {
  for (const part of parts) {
    if (part.later === true && laterNode() === undefined) {
      console.log(`Not measured, as npm has no later Node for this machine: ${part.name}`);
      continue;
    }
    const from = performance.now();
    progress.show(part, 0, part.title);
    const tell = (share: number, what: string) => progress.show(part, share, what);
    const { findings, node } = await runPart(part, house, { quick, tell });
    const seconds = Math.round((performance.now() - from) / 1000);
    const result = saveResult(part, { quick, seconds, made: { ...made, node }, ...findings });
    results.push(result);
    progress.clear();
    for (const table of findings.tables) console.log(`\n${terminalTable(table)}`);
    if (findings.v !== undefined) console.log(`V = ${findings.v.toFixed(1)} µs of CPU`);
    if (!printOnly) await refreshPage(result);
  }
} finally {
  await house.close();
}
console.log(`\n${summary(results)}`);
if (!printOnly && parts.length === allParts.length) await refreshSummary(results);
console.log(`Everything took ${clock((performance.now() - started) / 1000)}.`);
