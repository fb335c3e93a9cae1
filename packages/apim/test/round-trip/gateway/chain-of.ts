import type { ImportReport, PlacedRule } from "#src/report/report.js";
import type { Place } from "./find-operation.js";
import { resolved } from "./resolved.js";
import type { Service } from "./service.js";

/** The rules of a report by their places, with the values of variables. Several rules may stand at one place. */
export function rulesByPlace({
  report,
  environment,
}: Pick<Service, "report" | "environment">): ReadonlyMap<string, readonly PlacedRule[]> {
  const found = new Map<string, PlacedRule[]>();
  for (const rule of resolved(report.rules, environment))
    found.set(rule.at, [...(found.get(rule.at) ?? []), rule]);
  return found;
}

/** The rules that apply to an operation in a context, in the order of the gateway. `product` undefined: no product. */
export function chainOf(
  {
    report,
    rules,
  }: { readonly report: ImportReport; readonly rules: ReadonlyMap<string, readonly PlacedRule[]> },
  { api, operation }: Place,
  product: string | undefined,
): readonly PlacedRule[] {
  const context = product === undefined ? "api" : `product:${product}`;
  const ofApi = report.effective.filter((one) => one.api === api && one.context === context);
  const found =
    ofApi.find((one) => one.operation === operation) ?? ofApi.find((one) => one.operation === "*");
  if (found === undefined) throw new Error(`no effective policy of ${api} in ${context}`);
  return found.rules.flatMap((at) => {
    const its = rules.get(at);
    if (its === undefined) throw new Error(`no rule at ${at}`);
    return its;
  });
}
