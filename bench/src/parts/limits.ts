import type { Counting } from "../counters/counting.js";
import { ourCounters } from "../counters/our-counters.js";
import { inProcess } from "../measure/in-process.js";
import { median } from "../measure/median.js";
import { rawVerify } from "../measure/raw-verify.js";
import { added } from "../measure/ratios.js";
import { measureRounds, type Contender } from "../measure/rounds.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import { rateLimiters } from "../peers/rate-limiters.js";
import { figureNames, type Cell, type Column, type Row, type Table, type Target } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { Part } from "./part.js";

/** Calls that wait side by side, for counters that return a promise. */
const IN_FLIGHT = 16;

interface Pattern {
  readonly title: string;
  readonly callers: number;
  readonly act: (counting: Counting) => ((key: string) => unknown) | undefined;
  readonly target?: Target;
}

const PATTERNS: readonly Pattern[] = [
  { title: "1 caller", callers: 1, act: ({ admit }) => admit, target: { atMost: 0.01 } },
  {
    title: "10,000 callers",
    callers: 10_000,
    act: ({ admit }) => admit,
    target: { atMost: 0.01 },
  },
  {
    title: "three limits, 1 caller",
    callers: 1,
    act: ({ admitByThree }) => admitByThree,
    target: { atMost: 0.03 },
  },
  {
    title: "three limits, 10,000 callers",
    callers: 10_000,
    act: ({ admitByThree }) => admitByThree,
  },
  { title: "refused", callers: 10_000, act: ({ refuse }) => refuse },
];

const COLUMNS: readonly Column[] = PATTERNS.map(({ title }) => ({
  title,
  unit: "V",
  best: "low",
}));

/** One call counted in memory, against the raw signature check and the counters of other packages. */
export const limits: Part = {
  name: "limits",
  title: "One call counted, in process",
  says: "rate limits and quotas in memory: sliding window, token bucket, fixed window, and the counters of four other packages",
  seconds: 40,
  secondsAlone: 20,
  figures: () => figureNames("limits", ["product-auth, sliding window"], COLUMNS),
  async measure({ world, quick, oursAlone = false, tell }) {
    const raw = rawVerify(readTokens(world), (await fetchKeys(world)).publicKey);
    const length = quick ? { rounds: 3, milliseconds: 30 } : { rounds: 9, milliseconds: 80, warmUp: 2 };
    const units: number[] = [];
    const rows = new Map<string, { kind: Row["kind"]; cells: (Cell | undefined)[] }>();
    for (const [at, { title, callers, act, target }] of PATTERNS.entries()) {
      const all = [...ourCounters(callers), ...(oursAlone ? [] : rateLimiters(callers))];
      const keys = Array.from({ length: callers }, (_, i) => Buffer.from(keyOf(i), "latin1"));
      const nothing = over("the key alone", keys, (key) => key.length);
      const working = all.flatMap((counting) => {
        const count = act(counting);
        return count === undefined ? [] : [over(counting.name, keys, count)];
      });
      const samples = await measureRounds([raw, nothing, ...working], {
        ...length,
        tell: (done, of) => tell((at + done / of) / PATTERNS.length, title),
      });
      const unit = samples.get(raw.name)!;
      units.push(...unit);
      for (const { name, kind } of all) {
        const row = rows.get(name) ?? { kind, cells: [] };
        rows.set(name, row);
        const sample = samples.get(name);
        const cell = sample && added(sample, samples.get(nothing.name)!, unit);
        row.cells.push(cell && { ...cell, ...(kind === "ours" && target !== undefined && { target }) });
      }
    }
    return { tables: [tableOf([...rows].map(([name, row]) => ({ name, ...row })))], v: median(units) };
  },
};

/** A key of 40 characters. */
export const keyOf = (caller: number): string => `subscription:${String(caller).padStart(27, "0")}`;

/** Calls of all callers in turn. Each brings its key as a new text, as a request does. */
function over(name: string, keys: readonly Buffer[], count: (key: string) => unknown): Contender {
  let next = 0;
  return inProcess(name, async (times) => {
    let left = times;
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        const counted = count(keys[next++ % keys.length]!.toString("latin1"));
        if (counted instanceof Promise) await counted;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  });
}

function tableOf(rows: readonly Row[]): Table {
  return {
    name: "limits",
    title: "One call counted, in process",
    about:
      "CPU to count one call in memory, in units of one raw `crypto.verify` (V) in the same run; the cost to have the key is subtracted. Product Auth's sliding window is exact and its callers come twenty times in a period. Of the peers only the counters are measured, without their middleware; they count in fixed windows, and all but one of them through a promise. Three limits: a sliding window, a token bucket and a quota at once, or the peer's union; 10,000 callers have 30,000 counters, more than a processor's cache holds.",
    of: "counter",
    columns: COLUMNS,
    rows,
  };
}
