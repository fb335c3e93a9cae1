import { TITLES, type Framework } from "../http/http-contender.js";
import { measured } from "../measure/ratios.js";
import type { Cell, Column, Row, Table } from "../report/table.js";
import { APIS } from "./catalog-of.js";
import { SHARE, type Latencies, type Seen } from "./measure-latency.js";

const COLUMNS: readonly Column[] = [
  { title: "p99 over undisturbed", unit: "times" },
  { title: "p99.9 over undisturbed", unit: "times" },
  { title: "p50", unit: "milliseconds" },
  { title: "p99", unit: "milliseconds" },
  { title: "p99.9", unit: "milliseconds" },
  { title: "longest hold of the event loop", unit: "milliseconds" },
  { title: "time of a replacement", unit: "milliseconds" },
];

/** Rows of the table by the slice that they show, with the most that p99 may be over the undisturbed one. */
const ROWS: readonly { name: string; slice: string; kind: Row["kind"]; atMost?: number }[] = [
  { name: "bare framework", slice: "bare", kind: "baseline" },
  { name: "bare framework, (c)", slice: "bare, (c)", kind: "baseline" },
  { name: "undisturbed", slice: "undisturbed", kind: "baseline" },
  ...[
    { slice: "(a) a key rotates", atMost: 1.2 },
    { slice: "(b) the issuer is down", atMost: 1.2 },
    { slice: "(c) 1,000 bad tokens a second", atMost: 1.5 },
    { slice: "(d) 1,000 APIs replaced every second", atMost: 1.5 },
    { slice: "(e) 50 sign-ins a minute", atMost: 1.2 },
  ].map(({ slice, atMost }) => ({ name: slice, slice, kind: "ours" as const, atMost })),
];

/** Milliseconds for which replacing the catalog may hold the event loop. */
const MOST_HELD = 10;

/** The table of a framework. */
export function latencyTable(framework: Framework, { perSecond, rounds }: Latencies, tokens: number): Table {
  const undisturbed = together(rounds.get("undisturbed")!, rounds.get("undisturbed again")!);
  return {
    name: `latency-${framework}`,
    title: `Latency of admitted calls on ${TITLES[framework]}, at ${SHARE * 100} % of the saturated rate`,
    about: `Latency of ${perSecond.toLocaleString("en")} calls a second, which are ${SHARE * 100} % of the highest steady rate that the guarded server keeps up with, from the moment at which a call was due, with ${tokens.toLocaleString("en")} different tokens and ${APIS.toLocaleString("en")} APIs in the catalog. (a): one key after another, after which every caller comes with a new token within the slice. (b): the issuer refuses connections while 10 calls a second have the id of an unknown key. (c): on other connections; a bare framework answers them like all others. (d): all APIs and operations change, by updateInSteps. (e): with passwords, at the portal in the same process. Slices of 1.7 seconds alternate on one server; the process has one processor, for passwords as well. Undisturbed is measured twice in each round.`,
    of: TITLES[framework],
    columns: COLUMNS,
    rows: ROWS.map(({ slice, ...row }) => rowOf(row, rounds.get(slice)!, undisturbed)),
  };
}

function together(one: readonly Seen[], other: readonly Seen[]): readonly Seen[] {
  const mean = (a: number, b: number) => (a + b) / 2;
  return one.map((seen, i) => {
    const again = other[i]!;
    return {
      p50: mean(seen.p50, again.p50),
      p99: mean(seen.p99, again.p99),
      p999: mean(seen.p999, again.p999),
      loop: Math.max(seen.loop, again.loop),
      replaced: [],
    };
  });
}

function rowOf(
  { name, kind, atMost }: { name: string; kind: Row["kind"]; atMost?: number },
  seen: readonly Seen[],
  undisturbed: readonly Seen[],
): Row {
  const shown = name === "undisturbed" ? undisturbed : seen;
  const over = (figure: "p99" | "p999") =>
    name === "undisturbed"
      ? { value: 1 }
      : measured(shown.map((each, round) => each[figure] / undisturbed[round]![figure]));
  const milliseconds = (figure: "p50" | "p99" | "p999" | "loop") =>
    measured(shown.map((each) => each[figure]));
  const replaced = shown.flatMap((each) => each.replaced);
  const cells: (Cell | undefined)[] = [
    { ...over("p99"), ...(atMost !== undefined && { target: { atMost } }) },
    over("p999"),
    milliseconds("p50"),
    milliseconds("p99"),
    milliseconds("p999"),
    { ...milliseconds("loop"), ...(replaced.length > 0 && { target: { atMost: MOST_HELD } }) },
    replaced.length === 0 ? undefined : measured(replaced),
  ];
  return { name, kind, cells };
}
