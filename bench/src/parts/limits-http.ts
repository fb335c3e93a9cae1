import { addedCosts, warmUp } from "../http/added-cost.js";
import type { Arena } from "../http/each-framework.js";
import { rowKind, TITLES } from "../http/http-contender.js";
import { inUnitsOfV } from "../http/in-units-of-v.js";
import { ourFigures } from "../http/our-figures.js";
import { expectAdmitted } from "../http/prove-contender.js";
import type { Contender } from "../measure/rounds.js";
import type { Column, Table } from "../report/table.js";
import { LENGTHS } from "./http-in-process.js";
import type { Part } from "./part.js";

const COLUMNS: readonly Column[] = [
  { title: "added", unit: "V", best: "low" },
  { title: "whole request", unit: "V" },
];

const FLOW = "one token";

/** What rate limits add to a request through the framework, without a kernel between. */
export const limitsHttp: Part = {
  name: "limits-http",
  title: "One request within its limits through the framework",
  says: "CPU that three limits and their header fields add to our guard on Express, Koa and Fastify, beside middleware that only counts",
  seconds: 80,
  secondsAlone: 50,
  figures: () => ourFigures((framework) => `limits-http-${framework}`, COLUMNS, undefined, "limited"),
  measure: (bench) => inUnitsOfV(bench, compare, { kinds: ["bare", "idle", "limited", "limiter"] }),
};

async function compare(
  { framework, running, quick, tell }: Arena,
  raw: Contender,
  units: number[],
): Promise<Table> {
  const { rounds, milliseconds } = LENGTHS[framework];
  for (const contender of running) await warmUp(contender, FLOW, 4_000);
  const found = await addedCosts(
    running,
    FLOW,
    raw,
    {
      rounds: quick ? 2 : rounds,
      milliseconds,
      tell: (done, of) => tell(done / of, "requests within limits"),
    },
    expectAdmitted,
  );
  units.push(...found.units);
  return {
    name: `limits-http-${framework}`,
    title: `One request within its limits on ${TITLES[framework]}: CPU added`,
    about:
      "CPU added to a request in the same process with the same headers, in V; and the CPU of the whole request. Our rows are compared with our guard without limits, and count in three limits by caller: a sliding window, a token bucket and a quota, with two header fields. The other packages are compared with the bare framework, and count in one fixed window by address, in their memory stores. All limits have room for every request. The rows _bare_ and _limits of another product_ are the noise of the measurement.",
    of: TITLES[framework],
    columns: COLUMNS,
    rows: running.map(({ name, kind }) => {
      const { added, whole } = found.costs.get(name)!;
      return {
        name,
        kind: rowKind(kind),
        cells: [{ ...added, ...(kind === "limited" && { target: { atMost: 0.05 } }) }, whole],
      };
    }),
  };
}
