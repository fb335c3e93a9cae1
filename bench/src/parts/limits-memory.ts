import { setImmediate as turn } from "node:timers/promises";
import { MemoryCounterStore, type Counter, type CounterKind } from "@product-auth/core/counters";
import { LIMIT, PERIOD } from "../counters/counting.js";
import { startCpu } from "../measure/cpu.js";
import { heapUsed } from "../measure/garbage.js";
import { flexibleCounters } from "../peers/rate-limiters.js";
import { figureNames, type Column, type Row, type Table } from "../report/table.js";
import { keyOf } from "./limits.js";
import type { Part } from "./part.js";

const COUNTERS = 200_000;
const FLOOD = 1_000_000;
/** Made-up keys of the flood between two turns of the event loop. */
const AT_ONCE = 20;
const NOW = Date.UTC(2026, 0, 1);
const KNOWN = "a known caller";

const SIZES: readonly {
  readonly kind: CounterKind;
  readonly title: string;
  readonly most: readonly number[];
}[] = [
  { kind: "sliding-window", title: "product-auth, sliding window", most: [320, 600] },
  { kind: "token-bucket", title: "product-auth, token bucket", most: [240, 240] },
  { kind: "fixed-window", title: "product-auth, fixed window", most: [260, 260] },
];
const SIZE_COLUMNS: readonly Column[] = [
  { title: "1 call", unit: "bytes", best: "low" },
  { title: "20 calls", unit: "bytes" },
];
const FLOOD_COLUMNS: readonly Column[] = [
  { title: "counters kept", unit: "count", better: "low" },
  { title: "growth of the heap", unit: "bytes", best: "low" },
  { title: "longest turn of the event loop", unit: "milliseconds" },
  { title: "calls of a known caller forgotten", unit: "count", better: "low" },
];

/** What counters take in memory, and what a flood of made-up keys does to it. */
export const limitsMemory: Part = {
  name: "limits-memory",
  title: "Memory of counters",
  says: "bytes for each counter, and heap and event loop while 1,000,000 made-up keys arrive",
  seconds: 60,
  secondsAlone: 40,
  figures: () => [
    ...SIZES.flatMap(({ title }) => figureNames("limits-memory", [title], SIZE_COLUMNS)),
    ...figureNames("limits-flood", ["product-auth"], FLOOD_COLUMNS),
  ],
  async measure({ quick, oursAlone = false, tell }) {
    const share = quick ? 10 : 1;
    tell(0, "made-up keys"); // first: what the rest leaves on the heap makes collections longer
    const floods = [await flood(FLOOD / share)];
    const rows: Row[] = [];
    for (const [i, { kind, title, most }] of SIZES.entries()) {
      tell((i + 1) / 6, title);
      const cells = [1, 20].map((calls, at) => ({
        value: weigh(new MemoryCounterStore(), kind, calls, COUNTERS / share),
        target: { atMost: most[at]! },
      }));
      rows.push({ name: title, kind: "ours", cells });
    }
    if (!oursAlone) {
      tell(4 / 6, "rate-limiter-flexible");
      const [one, twenty] = [
        await weighFlexible(1, COUNTERS / share),
        await weighFlexible(20, COUNTERS / share),
      ];
      rows.push({ name: "rate-limiter-flexible", kind: "peer", cells: [{ value: one }, { value: twenty }] });
      floods.push(await floodFlexible(FLOOD / share));
    }
    return { tables: [sizeTable(rows, COUNTERS / share), floodTable(floods, FLOOD / share)] };
  },
};

const counterOf = (key: string, kind: CounterKind, isMadeUp = false): Counter => ({
  key,
  kind,
  limit: LIMIT,
  amount: 1,
  period: PERIOD,
  anchor: 0,
  isMadeUp,
});

/** A text that shares nothing with another one. */
const text = (caller: number): string => Buffer.from(keyOf(caller), "latin1").toString("latin1");

/** Bytes of each counter, its key included. */
function weigh(store: MemoryCounterStore, kind: CounterKind, calls: number, counters: number): number {
  const before = heapUsed();
  for (let i = 0; i < counters; i++) {
    const counter = counterOf(text(i), kind);
    for (let call = 0; call < calls; call++) store.take([counter], NOW + call);
  }
  const bytes = (heapUsed() - before) / counters;
  if (store.size.known !== counters) throw new Error("counters were forgotten");
  return bytes;
}

async function weighFlexible(calls: number, counters: number): Promise<number> {
  const limiter = flexibleCounters();
  const before = heapUsed();
  for (let i = 0; i < counters; i++) {
    const key = text(i);
    for (let call = 0; call < calls; call++) await limiter.consume(key);
  }
  const bytes = (heapUsed() - before) / counters;
  await limiter.consume(text(0)); // still in use
  return bytes;
}

async function flood(keys: number): Promise<Row> {
  const store = new MemoryCounterStore();
  const known = counterOf(KNOWN, "sliding-window");
  store.take([known], NOW);
  const { growth, delay } = await watched(
    keys,
    (i) => void store.take([counterOf(text(i), "sliding-window", true)], NOW),
  );
  const { known: kept, madeUp } = store.size;
  const forgotten = kept - store.read([known], NOW)[0]!;
  return {
    name: "product-auth",
    kind: "ours",
    cells: [
      { value: madeUp, target: { atMost: 100_000 } },
      { value: growth, target: { atMost: 40_000_000 } },
      { value: delay, target: { atMost: 20 } },
      { value: forgotten, target: { atMost: 0 } },
    ],
  };
}

async function floodFlexible(keys: number): Promise<Row> {
  const limiter = flexibleCounters();
  const { growth, delay } = await watched(keys, (i) => limiter.consume(text(i)));
  await limiter.consume(text(0));
  return {
    name: "rate-limiter-flexible",
    kind: "peer",
    cells: [{ value: keys }, { value: growth }, { value: delay }, { value: 0 }],
  };
}

async function watched(
  keys: number,
  count: (i: number) => unknown,
): Promise<{ growth: number; delay: number }> {
  const before = heapUsed();
  let longest = 0;
  for (let i = 0; i < keys;) {
    const from = performance.now();
    const stop = startCpu();
    for (const end = i + AT_ONCE; i < end; i++) {
      const counted = count(i);
      if (counted instanceof Promise) await counted;
    }
    // Less CPU than time: another process ran. More: the collector has threads of its own.
    longest = Math.max(longest, Math.min(performance.now() - from, stop() / 1_000));
    await turn();
  }
  return { growth: heapUsed() - before, delay: longest };
}

function sizeTable(rows: readonly Row[], counters: number): Table {
  return {
    name: "limits-memory",
    title: "Memory of one counter",
    about: `Bytes on the heap for each of ${counters.toLocaleString("en")} counters after garbage collection, with their keys of 40 characters and their entries in a map.`,
    of: "counter",
    columns: SIZE_COLUMNS,
    rows,
  };
}

function floodTable(rows: readonly Row[], keys: number): Table {
  return {
    name: "limits-flood",
    title: `${keys.toLocaleString("en")} made-up keys`,
    about: `Each of ${keys.toLocaleString("en")} calls brings another key, such as an address. Product Auth keeps \`counters.max\` of them, 100,000 by default. The longest turn with 20 calls includes garbage collection.`,
    of: "counters",
    columns: FLOOD_COLUMNS,
    rows,
  };
}
