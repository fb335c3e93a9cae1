import type { RunningContender } from "../http/contender.js";
import { flowOf, type Flow } from "../http/flows.js";
import { eachFramework, type Arena } from "../http/each-framework.js";
import { rowKind, TITLES } from "../http/http-contender.js";
import type { Side } from "../http/orders.js";
import { pin } from "../http/pin.js";
import { sendLoad } from "../load/send-load.js";
import { median } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import { rawVerify } from "../measure/raw-verify.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import type { Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { Part } from "./part.js";

const CONNECTIONS = 50;

/** One processor serves and the other one asks. */
const SERVER_CORE = 0;
const CALLER_CORE = 1;

/** Requests per second over real sockets, one hot token. */
export const sockets: Part = {
  name: "sockets",
  title: "Requests per second over real sockets",
  says: "requests per second and CPU per request with 50 connections and one hot token, as a share of the bare framework",
  seconds: 140,
  async measure(bench) {
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
    const tables = await eachFramework(bench, (arena) => compare(arena, flowOf("one token", tokens), unit), {
      core: SERVER_CORE,
      kinds: ["bare", "ours", "peer"],
    });
    return { tables, v: median(units) };
  },
};

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
  const rounds = quick ? 2 : 4;
  const milliseconds = quick ? 200 : 500;
  const ports = new Map<string, Readonly<Record<Side, number>>>();
  for (const contender of running) ports.set(contender.name, await contender.ask("listen", {}));
  const look = async (contender: RunningContender, side: Side, time = milliseconds): Promise<Seen> => {
    const before = await contender.ask("usage", {});
    const load = await sendLoad(ports.get(contender.name)![side], flow, {
      connections: CONNECTIONS,
      milliseconds: time,
    });
    const after = await contender.ask("usage", {});
    if (load.statuses[200] !== load.requests) throw new Error(`${contender.name} does not admit`);
    return { perSecond: load.requests / load.seconds, cpu: (after.cpu - before.cpu) / load.requests };
  };
  const shares = new Map<string, number[]>(running.map(({ name }) => [name, []]));
  const costs = new Map<string, number[]>(running.map(({ name }) => [name, []]));
  for (const contender of running)
    for (const side of ["bare", "guarded"] as const) await look(contender, side);
  for (let round = 0; round < rounds; round++) {
    for (const contender of running) {
      const v = await unit();
      const order: Side[] = round % 2 === 0 ? ["bare", "guarded"] : ["guarded", "bare"];
      const seen = {
        [order[0]!]: await look(contender, order[0]!),
        [order[1]!]: await look(contender, order[1]!),
      };
      const { bare, guarded } = seen as Record<Side, Seen>;
      shares.get(contender.name)!.push(guarded.perSecond / bare.perSecond);
      costs.get(contender.name)!.push((guarded.cpu - bare.cpu) / v);
    }
    tell((round + 1) / rounds, "50 connections");
  }
  return {
    name: `sockets-${framework}`,
    title: `Requests per second on ${TITLES[framework]}, over real sockets`,
    about: `Requests per second as a share of the bare framework in the same process, and the CPU added to a request in V. ${CONNECTIONS} connections, one request at a time on each, one hot token; server and callers on processors of their own.`,
    of: TITLES[framework],
    columns: [
      { title: "requests/s over bare", unit: "share", best: "high", charted: true },
      { title: "CPU added", unit: "V", best: "low" },
    ],
    rows: running.map(({ name, kind }) => ({
      name,
      kind: rowKind(kind),
      cells: [
        { ...measured(shares.get(name)!), ...(kind === "ours" && { target: { atLeast: 0.85 } }) },
        measured(costs.get(name)!),
      ],
    })),
  };
}
