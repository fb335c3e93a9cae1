import { setMaxListeners } from "node:events";
import { contendersOf } from "../http/contenders-of.js";
import { RunningContender } from "../http/contender.js";
import { PATIENCE } from "../http/drive.js";
import type { FlowName } from "../http/flows.js";
import { FRAMEWORKS, TITLES, type Framework, type HttpContender } from "../http/http-contender.js";
import { figureNames, type Cell, type Column, type Row, type Table } from "../report/table.js";
import { makeWorld, type OpenWorld } from "../world/make-world.js";
import type { Part } from "./part.js";

const TOGETHER = 1_000;

/** How long the issuer takes to answer, so that all callers come while the first one waits. */
const ISSUER_DELAY = 100;

const rowOf = (framework: Framework, contender: string) => `${TITLES[framework]}: ${contender}`;

const COLUMNS: readonly Column[] = [
  { title: "discovery fetches", unit: "count", better: "low" },
  { title: "key fetches", unit: "count", better: "low" },
  { title: "answers", unit: "count", better: "high" },
  { title: "key fetches for unknown kids", unit: "count", better: "low" },
  { title: "their answers", unit: "count", better: "high" },
  { title: "good tokens after", unit: "count", better: "high" },
];

/** Fetches of an API without keys, and of one that receives unknown `kid`s. */
export const coldStart: Part = {
  name: "cold-start",
  title: "Cold start and unknown keys",
  says: "fetches and answers when 1,000 requests meet an API without keys, and when 1,000 tokens name unknown ones",
  seconds: 60,
  secondsAlone: 15,
  async figures() {
    const names = FRAMEWORKS.map(async (framework) => {
      const ours = (await contendersOf(framework)).filter(({ kind }) => kind === "ours");
      return figureNames(
        "cold-start",
        ours.map(({ name }) => rowOf(framework, name)),
        COLUMNS,
      );
    });
    return (await Promise.all(names)).flat();
  },
  async measure({ oursAlone = false, frameworks = FRAMEWORKS, tell }) {
    setMaxListeners(0); // a thousand callers may wait for the slow issuer at once
    // An issuer of its own: what is asked of it is counted, and it is slow.
    const house = await makeWorld(TOGETHER);
    const rows: Row[] = [];
    try {
      for (const [at, framework] of frameworks.entries()) {
        const guards = (await contendersOf(framework)).filter(
          ({ kind }) => kind === "ours" || (kind === "peer" && !oursAlone),
        );
        for (const [i, contender] of guards.entries()) {
          tell((at + i / guards.length) / frameworks.length, `${TITLES[framework]}, ${contender.name}`);
          rows.push(await look(framework, contender, house));
        }
      }
    } finally {
      await house.close();
    }
    return { tables: [tableOf(rows)] };
  },
};

async function look(framework: Framework, contender: HttpContender, house: OpenWorld): Promise<Row> {
  const { entra, world, file } = house;
  const { requests, faults } = entra;
  requests.clear();
  faults.clear();
  const running = await RunningContender.start(
    framework,
    contender,
    { world, worldFile: file },
    { cold: true },
  );
  const send = async (flow: FlowName, count: number) => {
    const ask = { side: "guarded", flow, requests: count, connections: count } as const;
    return (await running.ask("drive", ask)).statuses;
  };
  try {
    faults.slow(ISSUER_DELAY);
    const cold = await send("one token", TOGETHER);
    const [discoveries, keys] = [requests.count("discovery"), requests.count("keys")];
    requests.clear();
    const unknown = await send("unknown kid", TOGETHER);
    const more = requests.count("keys");
    const after = await send("one token", TOGETHER);
    const isOurs = contender.kind === "ours";
    const atMostOne = isOurs ? { target: { atMost: 1 } } : {};
    const all = isOurs ? { target: { atLeast: TOGETHER } } : {};
    const cells: Cell[] = [
      { value: discoveries, ...atMostOne },
      { value: keys, ...atMostOne },
      { value: cold[200] ?? 0, text: statusesIn(cold), ...all },
      { value: more, ...atMostOne },
      { value: unknown[401] ?? 0, text: statusesIn(unknown), ...all },
      { value: after[200] ?? 0, text: statusesIn(after), ...all },
    ];
    return { name: rowOf(framework, contender.name), kind: isOurs ? "ours" : "peer", cells };
  } finally {
    await running.stop();
  }
}

const statusesIn = (statuses: Readonly<Record<number, number>>): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status === "0" ? "no answer" : status}`)
    .join(", ");

function tableOf(rows: readonly Row[]): Table {
  return {
    name: "cold-start",
    title: "Cold start and unknown keys",
    about: `${TOGETHER.toLocaleString("en")} requests at once with one good token, while the issuer takes ${ISSUER_DELAY} ms; to return its keys; then as many at once, each with a different unknown key; then the good token again. Fetches that reached the issuer, and the answers. A contender that does not answer for ${PATIENCE / 1000} s is not awaited.`,
    of: "guard",
    columns: COLUMNS,
    rows,
  };
}
