/** A report as JSON, with what a case may leave out. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonReport = { readonly [name: string]: Json };

/** The informations that reports are compared in; others are free. */
const comparedInfo = ["commented-out", "double-encoded", "revision-skipped", "base-missing"];
/** Readers may stop at different lines of a text that cannot be read. */
const freeLine = ["unreadable", "template"];

/** The parts of a report that are compared, in one form: sets are sorted, free texts are left out. */
export function compared(report: JsonReport): Json {
  return {
    exit: report["exit"] ?? null,
    products: ordered(report["products"] ?? {}),
    apis: ordered(report["apis"] ?? {}),
    subscriptions: set(report["subscriptions"]),
    clients: set(report["clients"]),
    rules: set(items(report["rules"]).map(comparedRule)),
    effective: set(report["effective"]),
    findings: set(items(report["findings"]).filter(isCompared).map(comparedFinding)),
    held: set(report["held"]),
    environment: set(report["environment"]),
  };
}

const items = (list: Json | undefined): readonly JsonReport[] => (list ?? []) as readonly JsonReport[];

const isCompared = ({ severity, code }: JsonReport): boolean =>
  severity !== "info" || comparedInfo.includes(code as string);

function comparedFinding({ severity, code, at, element }: JsonReport): Json {
  const place = freeLine.includes(code as string) ? (at as string).replace(/:\d+$/, "") : at;
  return { severity: severity!, code: code!, at: place!, ...(element !== undefined && { element }) };
}

const comparedRule = ({ at, scope, rule, when }: JsonReport): Json => ({
  at: at!,
  scope: scope!,
  rule: rule!,
  ...(when !== undefined && { when: whenWithSets(when as JsonReport) }),
});

/** The order within `all` and `any` is free. */
function whenWithSets(when: JsonReport): Json {
  if (when["all"]) return { all: set(items(when["all"]).map(whenWithSets)) };
  if (when["any"]) return { any: set(items(when["any"]).map(whenWithSets)) };
  return when["not"] ? { not: whenWithSets(when["not"] as JsonReport) } : when;
}

const set = (list: Json | undefined): Json =>
  items(list)
    .map((item) => ordered(item))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, ordered(member)]));
}
