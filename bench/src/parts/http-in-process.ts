import { addedCosts, warmUp } from "../http/added-cost.js";
import type { Arena, Entries } from "../http/each-framework.js";
import { rowKind, TITLES, USUAL, type Framework } from "../http/http-contender.js";
import { ourFigures } from "../http/our-figures.js";
import { inUnitsOfV } from "../http/in-units-of-v.js";
import { expectAdmitted } from "../http/prove-contender.js";
import type { Contender, Length } from "../measure/rounds.js";
import type { Cell, Column, Table, Target } from "../report/table.js";
import type { Bench, Findings, Part } from "./part.js";

const FLOWS = [
  { title: "1 token again", flow: "one token", warmUp: 4_000 },
  { title: "10,000 tokens in turn", flow: "many tokens", warmUp: 10_000 },
] as const;

/** The columns of each of its tables. */
export const COLUMNS: readonly Column[] = FLOWS.flatMap(({ title }): Column[] => [
  { title, unit: "V", best: "low" },
  { title: "whole request", name: `${title}, whole request`, unit: "V" },
]);

/** What a guard may add, in V. */
type GuardTargets = Readonly<Record<Framework, Target>>;

// On Node 20 and 22 a guard gives each request of Express one more hidden class: see `underNode24`.
const TARGETS: GuardTargets = {
  express: { atMost: 0.3 },
  koa: { atMost: 0.1 },
  fastify: { atMost: 0.1 },
};

/** Drives of 10 ms, twelve pairs in a round: see `addedCosts`. */
export const LENGTHS: Readonly<Record<Framework, Length>> = {
  express: { rounds: 10, milliseconds: 10 },
  koa: { rounds: 5, milliseconds: 10 },
  fastify: { rounds: 5, milliseconds: 10 },
};

/** What a guard adds to a request through the framework, without a kernel between. */
export const httpInProcess: Part = {
  name: "http",
  title: "One admitted request through the framework",
  says: "CPU that the middleware adds to a request on Express, Koa and Fastify, over the bare framework given the same headers",
  seconds: 150,
  secondsAlone: 70,
  figures: () => ourFigures((framework) => `http-${framework}`, COLUMNS),
  measure: (bench) => addedByGuards(bench),
};

/** What guards add, in a table for each framework. */
export const addedByGuards = (
  bench: Bench,
  entries: Entries = { kinds: [...USUAL, "marking", "made bare", "made"] },
  targets: GuardTargets = TARGETS,
): Promise<Findings & { v: number }> =>
  inUnitsOfV(bench, (arena, raw, units) => compare(arena, raw, units, targets), entries);

async function compare(
  { framework, running, quick, tell }: Arena,
  raw: Contender,
  units: number[],
  targets: GuardTargets,
): Promise<Table> {
  const { rounds, milliseconds } = LENGTHS[framework];
  const length = { rounds: quick ? 2 : rounds, milliseconds };
  const cells = new Map<string, Cell[]>(running.map(({ name }) => [name, []]));
  for (const [at, { title, flow, warmUp: requests }] of FLOWS.entries()) {
    for (const contender of running) await warmUp(contender, flow, requests);
    const found = await addedCosts(
      running,
      flow,
      raw,
      { ...length, tell: (done, of) => tell((at + done / of) / FLOWS.length, title) },
      expectAdmitted,
    );
    units.push(...found.units);
    for (const { name, kind } of running) {
      const { added, whole } = found.costs.get(name)!;
      cells.get(name)!.push({ ...added, ...(kind === "ours" && { target: targets[framework] }) }, whole);
    }
  }
  return {
    name: `http-${framework}`,
    title: `One admitted request on ${TITLES[framework]}: CPU added`,
    about:
      "CPU added to a request of the bare framework in the same process with the same headers, in V; and the CPU of the whole request. The row _bare_ compares two bare servers: it is the noise of the measurement. Setting one field on the request is the minimum that a guard does for its handlers; one `crypto.verify` is the minimum for a token that is not cached. Node's HTTP server parses every request, from 16 connections inside the process. Drives of 10 ms to both servers alternate without a pause; the figures are means of the middle half of the pairs.",
    of: TITLES[framework],
    columns: COLUMNS,
    rows: running.map(({ name, kind }) => ({
      name,
      kind: rowKind(kind),
      cells: cells.get(name)!,
    })),
  };
}
