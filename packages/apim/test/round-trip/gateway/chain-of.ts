import type { EffectivePolicy, ImportReport } from "#src/report/report.js";
import type { Place } from "./find-operation.js";
import { resolved } from "./resolved.js";
import type { Service, UsingRule } from "./service.js";

/** The rules of a report by their places, with the values of variables. Several rules may stand at one place. */
export function rulesByPlace({
  report,
  environment,
  tokens,
}: Pick<Service, "report" | "environment" | "tokens">): ReadonlyMap<string, readonly UsingRule[]> {
  const found = new Map<string, UsingRule[]>();
  for (const placed of report.rules) {
    const rule = { ...resolved(placed, environment), use: tokens.get(placed.rule) };
    found.set(rule.at, [...(found.get(rule.at) ?? []), rule]);
  }
  return found;
}

/** The entry of a report for an operation in a context. `product` undefined: no product. */
export function effectiveOf(
  report: ImportReport,
  { api, operation }: Place,
  product: string | undefined,
): EffectivePolicy {
  const context = product === undefined ? "api" : `product:${product}`;
  const ofApi = report.effective.filter((one) => one.api === api && one.context === context);
  const found =
    ofApi.find((one) => one.operation === operation) ?? ofApi.find((one) => one.operation === "*");
  if (found === undefined) throw new Error(`no effective policy of ${api} in ${context}`);
  return found;
}

/** The rules that apply to an operation in a context, in the order of the gateway. */
export function chainOf(
  {
    report,
    rules,
  }: { readonly report: ImportReport; readonly rules: ReadonlyMap<string, readonly UsingRule[]> },
  place: Place,
  product: string | undefined,
): readonly UsingRule[] {
  return effectiveOf(report, place, product).rules.flatMap((at) => {
    const its = rules.get(at);
    if (its === undefined) throw new Error(`no rule at ${at}`);
    return its;
  });
}
