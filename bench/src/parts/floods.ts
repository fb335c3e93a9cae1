import { addedCosts, warmUp } from "../http/added-cost.js";
import type { FlowName } from "../http/flows.js";
import type { Arena } from "../http/each-framework.js";
import { rowKind, TITLES, type Framework } from "../http/http-contender.js";
import { ourFigures } from "../http/our-figures.js";
import { inUnitsOfV } from "../http/in-units-of-v.js";
import type { Contender, Length } from "../measure/rounds.js";
import type { Cell, Column, Table, Target } from "../report/table.js";
import type { Part } from "./part.js";

interface Flood {
  readonly title: string;
  readonly flow: FlowName;
  readonly target?: Target;
}

const FLOODS: readonly Flood[] = [
  { title: "no credential", flow: "no credential", target: { atMost: 0.15 } },
  { title: "garbage", flow: "garbage", target: { atMost: 0.15 } },
  { title: "bad signature", flow: "bad signature", target: { atMost: 1.4 } },
  { title: "unknown kid", flow: "unknown kid" },
];

const COLUMNS: readonly Column[] = FLOODS.map(({ title }) => ({
  title,
  unit: "V",
  best: "low",
}));

const LENGTHS: Readonly<Record<Framework, Length>> = {
  express: { rounds: 5, milliseconds: 10 },
  koa: { rounds: 3, milliseconds: 10 },
  fastify: { rounds: 3, milliseconds: 10 },
};

/** What a refusal costs when there are many of them. */
export const floods: Part = {
  name: "floods",
  title: "Floods of requests that are refused",
  says: "CPU added by a refusal: no credential, garbage, a bad signature, an unknown kid",
  seconds: 160,
  secondsAlone: 75,
  figures: () => ourFigures((framework) => `floods-${framework}`, COLUMNS),
  measure: (bench) => inUnitsOfV(bench, compare),
};

async function compare(
  { framework, running, quick, tell }: Arena,
  raw: Contender,
  units: number[],
): Promise<Table> {
  const { rounds, milliseconds } = LENGTHS[framework];
  const length = { rounds: quick ? 2 : rounds, milliseconds };
  const cells = new Map<string, Cell[]>(running.map(({ name }) => [name, []]));
  for (const contender of running) await warmUp(contender, "one token", 2_000);
  for (const [at, { title, flow, target }] of FLOODS.entries()) {
    for (const contender of running) await warmUp(contender, flow, 5_000); // until all of it is compiled
    const found = await addedCosts(
      running,
      flow,
      raw,
      { ...length, tell: (done, of) => tell((at + done / of) / FLOODS.length, title) },
      ({ statuses }, who) => {
        if (statuses[200] !== undefined && who !== "bare") throw new Error(`${who} admits ${title}`);
      },
    );
    units.push(...found.units);
    for (const { name, kind } of running) {
      const { added } = found.costs.get(name)!;
      cells.get(name)!.push({ ...added, ...(kind === "ours" && target !== undefined && { target }) });
    }
  }
  return {
    name: `floods-${framework}`,
    title: `Floods on ${TITLES[framework]}: CPU added by a refusal`,
    about:
      "CPU added by a refusal, compared with the bare framework in the same process, which answers 200 to the same request, in V. Every token in a flood is different. A negative value means that the refusal costs less than the handler that did not run.",
    of: TITLES[framework],
    columns: COLUMNS,
    rows: running.map(({ name, kind }) => ({
      name,
      kind: rowKind(kind),
      cells: cells.get(name)!,
    })),
  };
}
