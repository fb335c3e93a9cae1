import { flowOf, type Flow } from "../http/flows.js";
import { eachFramework, type Arena, type Entries } from "../http/each-framework.js";
import { rowKind, TITLES } from "../http/http-contender.js";
import { ourFigures } from "../http/our-figures.js";
import type { Side } from "../http/orders.js";
import { pin } from "../http/pin.js";
import { openCaller, type Caller } from "../load/caller.js";
import { sendLoad } from "../load/send-load.js";
import { median } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import { rawVerify } from "../measure/raw-verify.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import type { Column, Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { Bench, Findings, Part } from "./part.js";

const CONNECTIONS = 50;

/** One processor serves and the other one asks. */
const SERVER_CORE = 0;
const CALLER_CORE = 1;

/** The columns of each of its tables. */
export const COLUMNS: readonly Column[] = [
  { title: "requests/s over bare", unit: "share", best: "high" },
  { title: "CPU added", unit: "V", best: "low" },
];

/** Requests per second over real sockets, one hot token. */
export const sockets: Part = {
  name: "sockets",
  title: "Requests per second over real sockets",
  says: "requests per second and CPU per request with 50 connections and one hot token, as a share of the bare framework",
  seconds: 140,
  secondsAlone: 60,
  figures: () => ourFigures((framework) => `sockets-${framework}`, COLUMNS),
  measure: (bench) => requestsPerSecond(bench),
};

/** Requests per second and CPU, in a table for each framework. */
export async function requestsPerSecond(
  bench: Bench,
  entries: Entries = { kinds: ["bare", "ours", "peer"] },
): Promise<Findings & { v: number }> {
  const tokens = readTokens(bench.world);
  const raw = rawVerify(tokens, (await fetchKeys(bench.world)).publicKey);
  pin(process.pid, CALLER_CORE);
  await raw.cost(500);
  const units: number[] = [];
  const unit = async () => {
    const cost = await raw.cost(500);
    units.push(cost);
    return cost;
  };
  const flow = flowOf("one token", tokens);
  const tables = await eachFramework(bench, (arena) => compare(arena, flow, unit), {
    core: SERVER_CORE,
    ...entries,
  });
  return { tables, v: median(units) };
}

/** Rounds before those that count. */
const WARM_UP = 3;

const callersOf = (port: number): Promise<Caller[]> =>
  Promise.all(Array.from({ length: CONNECTIONS }, () => openCaller(port)));

interface Seen {
  readonly perSecond: number;
  /** CPU of the server's process per request in microseconds. */
  readonly cpu: number;
}

async function compare(
  { framework, running, quick, tell }: Arena,
  flow: Flow,
  unit: () => Promise<number>,
): Promise<Table> {
  // Many short rounds: what else the machine does lasts about as long as one of them, and falls out of the median.
  const rounds = quick ? 3 : 15;
  const milliseconds = quick ? 100 : 130;
  const shares = new Map<string, number[]>();
  const costs = new Map<string, number[]>();
  // One contender after the other, each beside the bare framework in its own process: who waits for eight others
  // between two rounds comes back to cold caches.
  for (const [at, contender] of running.entries()) {
    const ports = await contender.ask("listen", {});
    const callers = { bare: await callersOf(ports.bare), guarded: await callersOf(ports.guarded) };
    const look = async (side: Side): Promise<Seen> => {
      const before = await contender.ask("usage", {});
      const load = await sendLoad(callers[side], flow, milliseconds);
      const after = await contender.ask("usage", {});
      if (load.statuses[200] !== load.requests) throw new Error(`${contender.name} does not admit`);
      return { perSecond: load.requests / load.seconds, cpu: (after.cpu - before.cpu) / load.requests };
    };
    const found = { shares: [] as number[], costs: [] as number[] };
    for (let round = -WARM_UP; round < rounds; round++) {
      const v = await unit();
      const first = round % 2 === 0 ? "bare" : "guarded";
      const seen = { [first]: await look(first) } as Record<Side, Seen>;
      const second = first === "bare" ? "guarded" : "bare";
      seen[second] = await look(second);
      if (round < 0) continue;
      found.shares.push(seen.guarded.perSecond / seen.bare.perSecond);
      found.costs.push((seen.guarded.cpu - seen.bare.cpu) / v);
    }
    shares.set(contender.name, found.shares);
    costs.set(contender.name, found.costs);
    for (const caller of [...callers.bare, ...callers.guarded]) caller.close();
    tell((at + 1) / running.length, `${CONNECTIONS} connections`);
  }
  return {
    name: `sockets-${framework}`,
    title: `Requests per second on ${TITLES[framework]}, over real sockets`,
    about: `Requests per second as a share of the bare framework in the same process, and the CPU added to a request in V. ${CONNECTIONS} connections, one request at a time on each, one hot token; server and callers run on separate processors. If these are two threads of one core, both run slower, and the guard's share is larger than above.`,
    of: TITLES[framework],
    columns: COLUMNS,
    rows: running.map(({ name, kind }) => ({
      name,
      kind: rowKind(kind),
      cells: [
        { ...measured(shares.get(name)!), ...(kind === "ours" && { target: { atLeast: 0.9 } }) },
        measured(costs.get(name)!),
      ],
    })),
  };
}
