import { median } from "../measure/median.js";
import { rawVerify } from "../measure/raw-verify.js";
import type { Contender } from "../measure/rounds.js";
import type { Bench, Findings } from "../parts/part.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import type { Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import { eachFramework, type Arena, type Entries } from "./each-framework.js";

/** A table for each framework, and V: the median of what `raw` cost, which each comparison adds to `units`. */
export async function inUnitsOfV(
  bench: Bench,
  compare: (arena: Arena, raw: Contender, units: number[]) => Promise<Table>,
  entries?: Entries,
): Promise<Findings & { v: number }> {
  const raw = rawVerify(readTokens(bench.world), (await fetchKeys(bench.world)).publicKey);
  const units: number[] = [];
  const tables = await eachFramework(bench, (arena) => compare(arena, raw, units), entries);
  return { tables, v: median(units) };
}
