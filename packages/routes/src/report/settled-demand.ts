import type { GuardMark, MarkedDemand } from "@product-auth/core/adapter";
import { sampledRequests } from "./sampled-requests.js";

/**
 * What every request to a route meets at a guard. Undefined when it cannot be seen: the rule is not available, or the path
 * selects the API and the sampled requests do not all select one with the same demand.
 */
export function settledDemand(
  { demand, demandAt }: GuardMark,
  method: string,
  path: string,
): MarkedDemand | undefined {
  if (demandAt === undefined) return demand;
  const [first, ...others] = sampledRequests(method, path).map(([one, sample]) => demandAt(one, sample));
  const isSame = (other: MarkedDemand | undefined) => JSON.stringify(other) === JSON.stringify(first);
  return others.every(isSame) ? first : undefined;
}
