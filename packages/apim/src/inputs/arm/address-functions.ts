import { argument, isText, problem, stringAt, type TemplateFunction } from "./argument.js";
import type { Budget } from "./budget.js";
import { made } from "./made-text.js";
import { Unknown, type Value } from "./template-value.js";

/** Functions that make addresses and identifiers, of which parts may be unknown. */
export const addressFunctions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["uri", uri],
  ["resourceid", resourceId],
]);

/** The base is an address that a deployment knows; what counts here is the name of the file. */
function uri(args: readonly Value[], budget: Budget): Value {
  const base = argument(args, 0);
  const relative = argument(args, 1);
  return isText(base) && isText(relative) ? made([base, "/", relative], budget) : problem();
}

/** `resourceId([subscription, [group,]] type, name, …)` → `/subscriptions/…/providers/type/name/…`. */
function resourceId(args: readonly Value[], budget: Budget): Value {
  const typeAt = args.findIndex((each) => typeof each === "string" && each.includes("/"));
  const type = typeAt < 0 ? problem() : stringAt(args, typeAt);
  const [provider = "", ...types] = type.split("/");
  const names = args.slice(typeAt + 1).map((each) => (isText(each) ? each : problem()));
  if (names.length !== types.length) return problem();
  const subscription = new Unknown("subscription()", "subscription", false);
  const group = new Unknown("resourceGroup()", "resourceGroup", false);
  return made(
    [
      ...["/subscriptions/", subscription, "/resourceGroups/", group, "/providers/", provider],
      ...types.flatMap((each, index) => ["/", each, "/", names[index] ?? problem()]),
    ],
    budget,
  );
}
