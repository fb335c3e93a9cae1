import { TITLES, type Framework } from "../http/http-contender.js";
import { median } from "../measure/median.js";
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
export function latencyTable(
  framework: Framework,
  { perSecond, most, slices }: Latencies,
  tokens: number,
): Table {
  const undisturbed = slices.get("undisturbed")!;
  return {
    name: `latency-${framework}`,
    title: `Latency of admitted calls on ${TITLES[framework]}, with the processor ${SHARE * 100} % busy`,
    about: `Latency of ${perSecond.toLocaleString("en")} calls a second, at which the guarded server keeps its processor busy for ${SHARE * 100} % of the time, from the moment at which a call was due, with ${tokens.toLocaleString("en")} different tokens and ${APIS.toLocaleString("en")} APIs in the catalog. To callers who wait for their answers before they call again the server answers ${Math.round(most).toLocaleString("en")} calls a second: crowds cost less than calls that come one by one. (a): one key after another, after which every caller comes with a new token within the slice. (b): the issuer refuses connections while 10 calls a second have the id of an unknown key. (c): on other connections; a bare framework answers them like all others. (d): all APIs and operations change, by updateInSteps. (e): with passwords, at the portal in the same process. Slices of 1.2 seconds, of 1 second in (d), alternate on one server: an undisturbed one comes before each disturbed one. Figures are medians over the slices of a kind; ratios are to the median of all undisturbed slices, and the spread of the undisturbed row is that between slices in which nothing differs. The process has one processor, for passwords as well.`,
    of: TITLES[framework],
    columns: COLUMNS,
    rows: ROWS.map(({ slice, ...row }) => rowOf(row, slices.get(slice)!, undisturbed)),
  };
}

function rowOf(
  { name, kind, atMost }: { name: string; kind: Row["kind"]; atMost?: number },
  seen: readonly Seen[],
  undisturbed: readonly Seen[],
): Row {
  const all = (figure: "p50" | "p99" | "p999" | "loop") => seen.map((each) => each[figure]);
  const over = (figure: "p99" | "p999") => {
    const unit = median(undisturbed.map((each) => each[figure]));
    return measured(all(figure).map((value) => value / unit));
  };
  const replaced = seen.flatMap((each) => each.replaced);
  const cells: (Cell | undefined)[] = [
    { ...over("p99"), ...(atMost !== undefined && { target: { atMost } }) },
    over("p999"),
    measured(all("p50")),
    measured(all("p99")),
    measured(all("p999")),
    { ...measured(all("loop")), ...(replaced.length > 0 && { target: { atMost: MOST_HELD } }) },
    replaced.length === 0 ? undefined : measured(replaced),
  ];
  return { name, kind, cells };
}
