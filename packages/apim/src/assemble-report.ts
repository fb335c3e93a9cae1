import type { Configuration, ImportedApi, ImportedProduct } from "./configuration/configuration.js";
import type { Meaning } from "./meaning/interpret.js";
import { variablesIn } from "./meaning/values/variables-in.js";
import { type AcceptedFinding, acceptFindings } from "./report/accept-findings.js";
import type { HoldingFinding } from "./report/holding-finding.js";
import type { Finding, ImportReport, ReportedApi, ReportedProduct } from "./report/report.js";
import { comparePlaces, compareText, sortFindings } from "./report/sort-findings.js";

export interface ReportOptions {
  readonly accept: readonly AcceptedFinding[];
  /** Differences count for `exit` as well. */
  readonly strict: boolean;
  /** `2027-03-31`. */
  readonly today: string;
}

/** The report of an import: the same for the same configuration, whatever the order of its files. */
export function assembleReport(
  configuration: Configuration,
  meaning: Omit<Meaning, "answered" | "tokens">,
  { accept, strict, today }: ReportOptions,
): ImportReport {
  const findings = sortFindings(acceptFindings(sortFindings(meaning.findings), accept, today));
  const products = byName(configuration.products, reportedProduct);
  const apis = byName(configuration.apis, reportedApi);
  const counts = ({ severity, accepted }: Finding): boolean =>
    accepted !== true && (severity === "lost" || (strict && severity === "difference"));
  return {
    report: 1,
    exit: findings.some(counts) ? 1 : 0,
    products,
    apis,
    subscriptions: configuration.subscriptions
      .map(({ id, scope, state, owner, keys }) => ({
        id,
        scope,
        state,
        ...(owner !== undefined && { owner }),
        keys,
      }))
      .sort((a, b) => compareText(a.id, b.id)),
    clients: configuration.clients
      .map(({ id, products: names, state }) => ({ id, products: names, state }))
      .sort((a, b) => compareText(a.id, b.id)),
    rules: meaning.rules.toSorted((a, b) => comparePlaces(a.at, b.at)),
    effective: meaning.effective.toSorted(
      (a, b) =>
        compareText(a.api, b.api) ||
        compareText(a.operation, b.operation) ||
        compareText(a.context, b.context),
    ),
    findings: findings.map(({ holds: _, ...finding }) => finding),
    held: heldBy(findings),
    environment: [...variablesIn([meaning.rules, products, apis])].sort(compareText),
  };
}

function heldBy(findings: readonly HoldingFinding[]): readonly string[] {
  const held = findings.flatMap(({ accepted, holds }) => (accepted === true ? [] : (holds ?? [])));
  return [...new Set(held)].sort(compareText);
}

/** An object of entries in the order of their names, whatever these are. */
function byName<Item extends { readonly name: string }, Reported>(
  items: readonly Item[],
  report: (item: Item) => Reported,
): Readonly<Record<string, Reported>> {
  const sorted = items.toSorted((a, b) => compareText(a.name, b.name));
  return Object.fromEntries(sorted.map((item) => [item.name, report(item)]));
}

const reportedProduct = ({
  displayName,
  state,
  accepts,
  audiences,
  role,
}: ImportedProduct): ReportedProduct => ({
  displayName,
  state,
  accepts,
  ...(audiences.length > 0 && { audience: audiences }),
  ...(role !== undefined && { role }),
});

const reportedApi = (api: ImportedApi): ReportedApi => ({
  path: api.path,
  subscriptionRequired: api.subscriptionRequired,
  products: api.products,
  ...(api.keyHeader !== undefined && { keyHeader: api.keyHeader }),
  ...(api.keyQuery !== undefined && { keyQuery: api.keyQuery }),
  ...(api.operations.length > 0 && {
    operations: byName(api.operations, ({ method, urlTemplate }) => `${method} ${urlTemplate}`),
  }),
});
