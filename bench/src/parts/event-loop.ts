import { flowOf, type Flow } from "../http/flows.js";
import { eachFramework, type Arena } from "../http/each-framework.js";
import { rowKind, TITLES } from "../http/http-contender.js";
import { ourFigures } from "../http/our-figures.js";
import { pin } from "../http/pin.js";
import { sendPaced } from "../load/send-paced.js";
import { quantile } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import type { Column, Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { Part } from "./part.js";

const PER_SECOND = 1_000;
const CONNECTIONS = 50;
const SERVER_CORE = 0;
const CALLER_CORE = 1;

const COLUMNS: readonly Column[] = [
  { title: "event loop, p99", unit: "milliseconds" },
  { title: "latency, p99", unit: "milliseconds" },
];

/** How late the event loop gets when all kinds of requests come together. */
export const eventLoop: Part = {
  name: "event-loop",
  title: "Event-loop delay under mixed load",
  says: "p99 of event-loop delay and of latency at a steady 1,000 requests/s: known, new, forged and missing tokens",
  seconds: 100,
  secondsAlone: 35,
  figures: () => ourFigures((framework) => `event-loop-${framework}`, COLUMNS),
  async measure(bench) {
    pin(process.pid, CALLER_CORE);
    const flow = flowOf("mixed", readTokens(bench.world));
    const tables = await eachFramework(bench, (arena) => compare(arena, flow), {
      core: SERVER_CORE,
      kinds: ["bare", "ours", "peer"],
    });
    return { tables };
  },
};

async function compare({ framework, running, quick, tell }: Arena, flow: Flow): Promise<Table> {
  const rounds = quick ? 1 : 2;
  const milliseconds = quick ? 400 : 1_000;
  const seen = new Map(running.map(({ name }) => [name, { loop: [] as number[], latency: [] as number[] }]));
  for (let round = -1; round < rounds; round++) {
    for (const contender of running) {
      const { guarded } = await contender.ask("listen", {});
      await contender.ask("watchDelay", {});
      const load = { perSecond: PER_SECOND, connections: CONNECTIONS, milliseconds };
      const { latencies } = await sendPaced(guarded, flow, load);
      const { p99 } = await contender.ask("delay", {});
      if (round < 0) continue; // the first round only warms up
      seen.get(contender.name)!.loop.push(p99);
      seen.get(contender.name)!.latency.push(quantile(latencies, 0.99));
    }
    tell((round + 2) / (rounds + 1), `${PER_SECOND} requests/s`);
  }
  return {
    name: `event-loop-${framework}`,
    title: `Event-loop delay on ${TITLES[framework]} under mixed load`,
    about: `p99 of the interval of a 1 ms timer in the server, and p99 of the response time, in milliseconds, at a steady ${PER_SECOND.toLocaleString("en")} requests/s on ${CONNECTIONS} connections: of twenty requests, fourteen use one of 20 tokens, four one of 10,000, one has a bad signature, one has no token.`,
    of: TITLES[framework],
    columns: COLUMNS,
    rows: running.map(({ name, kind }) => ({
      name,
      kind: rowKind(kind),
      cells: [measured(seen.get(name)!.loop), measured(seen.get(name)!.latency)],
    })),
  };
}
