import type { When } from "#src/report/rule.js";
import type { Service } from "./service.js";

/** What conditions look at. */
export interface Circumstances {
  readonly method: string;
  readonly api: string;
  readonly operation: string | undefined;
  readonly product: string | undefined;
}

/** Whether a condition holds. Names are those of the resource, display names, or the path of an API. */
export function holds(when: When, now: Circumstances, service: Service): boolean {
  if ("all" in when) return when.all.every((one) => holds(one, now, service));
  if ("any" in when) return when.any.some((one) => holds(one, now, service));
  if ("not" in when) return !holds(when.not, now, service);
  if ("method" in when) return when.method.includes(now.method);
  const { names, report } = service;
  if ("api" in when) return isOneOf(when.api, [now.api, names.apis.get(now.api), report.apis[now.api]?.path]);
  if ("operation" in when)
    return isOneOf(when.operation, [
      now.operation,
      names.operations.get(`${now.api}/${now.operation ?? ""}`),
    ]);
  if (when.product === false) return now.product === undefined;
  return now.product !== undefined && isOneOf(when.product, [now.product, names.products.get(now.product)]);
}

const isOneOf = (wanted: readonly string[], spellings: readonly (string | undefined)[]): boolean =>
  wanted.some((name) => spellings.includes(name));
