import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { sweep } from "../measure/garbage.js";
import { readTokens, readWorld } from "../world/read-world.js";
import { contendersOf } from "./contenders-of.js";
import { drive, type Driven } from "./drive.js";
import { flowOf, type Flow, type FlowName } from "./flows.js";
import type { Framework } from "./http-contender.js";
import type { OrderName, Orders, Side } from "./orders.js";

type Answering = { readonly [Name in OrderName]: (ask: Orders[Name]["ask"]) => unknown };

const [framework, name, worldFile, cold] = process.argv.slice(2) as [Framework, string, string, string?];
const world = readWorld(worldFile);
const contenders = await contendersOf(framework);
const contender = contenders.find((each) => each.name === name);
const bare = contenders.find(({ kind, name: other }) =>
  contender?.over === undefined ? kind === "bare" : other === contender.over,
);
if (contender === undefined || bare === undefined) throw new Error(`${framework} has no contender ${name}`);
const servers: Readonly<Record<Side, Server>> = {
  guarded: await contender.serve(world, cold === "cold"),
  bare: await bare.serve(world, false),
};
const few = await contender.serveFew?.(world);
const flows = new Map<FlowName, Flow>();
const delays = monitorEventLoopDelay({ resolution: 1 });

const answering: Answering = {
  drive({ side, flow, requests, connections }) {
    const server = side === "few" ? few : servers[side];
    if (server === undefined) throw new Error(`${name} has no limits`);
    return drive(server, flowNamed(flow), requests, connections);
  },
  async compare({ flow, requests, pairs, connections }) {
    const ask = (side: Side) => drive(servers[side], flowNamed(flow), requests, connections);
    const driven = { bare: [] as Driven[], guarded: [] as Driven[] };
    for (let pair = 0; pair < pairs; pair++) {
      sweep(); // else young garbage is collected at times that fall on one side for many pairs
      for (const side of pair % 2 === 0 ? (["bare", "guarded"] as const) : (["guarded", "bare"] as const))
        driven[side].push(await ask(side));
    }
    const costs = (drives: readonly Driven[]) => drives.map(({ cpu }) => cpu);
    return { bare: costs(driven.bare), guarded: costs(driven.guarded), driven: driven.guarded };
  },
  async listen() {
    return { guarded: await listen(servers.guarded), bare: await listen(servers.bare) };
  },
  usage() {
    const { user, system } = process.cpuUsage();
    return { cpu: user + system };
  },
  watchDelay() {
    delays.reset();
    delays.enable();
    return {};
  },
  delay() {
    delays.disable();
    const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
    return {
      p50: milliseconds(delays.percentile(50)),
      p99: milliseconds(delays.percentile(99)),
      max: milliseconds(delays.max),
    };
  },
};

function flowNamed(name: FlowName): Flow {
  let flow = flows.get(name);
  if (flow === undefined) flows.set(name, (flow = flowOf(name, readTokens(world))));
  return flow;
}

async function listen(server: Server): Promise<number> {
  if (!server.listening)
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", 1024, listening));
  return (server.address() as AddressInfo).port;
}

process.on("message", ({ order, ask }: { order: OrderName; ask: never }) => {
  void Promise.resolve(answering[order](ask)).then((answer) => process.send!(answer));
});
process.on("disconnect", () => process.exit());
process.send!("ready");
