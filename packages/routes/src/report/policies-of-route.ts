import type { GuardMark, MarkedPolicy, MarkedTokenPolicy } from "@product-auth/core/adapter";
import { sampledRequests } from "./sampled-requests.js";

/**
 * The policies that every request to a route meets at a guard. Where the path selects the API, those of the API are among
 * them when all sampled requests have them: a parameter may take the name of another API.
 */
export function policiesOf(
  { policies = [], policiesAt }: GuardMark,
  method: string,
  path: string,
): readonly MarkedPolicy[] {
  if (policiesAt === undefined) return policies;
  const found = sampledRequests(method, path)
    .map(([one, sample]) => policiesAt(one, sample))
    .filter((one) => one !== undefined);
  const [first, ...others] = found;
  if (first === undefined) return policies;
  return first.filter((policy) => others.every((other) => other.some((one) => isSame(one, policy))));
}

const isSame = (one: MarkedPolicy, other: MarkedPolicy): boolean =>
  one.kind === other.kind && one.place === other.place && one.index === other.index;

/** Policies in words: `; connection: global (listed addresses); token: global (any client) when POST; custom: rule "plan"; limits: product:starter (5 calls in 60 s)`. */
export function policiesInWords(policies: readonly MarkedPolicy[]): string {
  const subjects = ["connection", "token", "custom", "limits"] as const;
  return subjects
    .map((subject) => {
      // The same policy, such as one of the instance, may stand in the marks of several guards.
      const texts = new Set(policies.filter((policy) => subjectOf(policy) === subject).map(inWords));
      return texts.size === 0 ? "" : `; ${subject}: ${[...texts].join(", ")}`;
    })
    .join("");
}

function subjectOf(policy: MarkedPolicy): "connection" | "token" | "custom" | "limits" {
  if (policy.kind === "custom") return policy.kind;
  if ("renewalPeriod" in policy) return "limits";
  return policy.kind === "validateJwt" ? "token" : "connection";
}

function inWords(policy: MarkedPolicy): string {
  const at = policy.name === undefined ? policy.place : `${policy.place} "${policy.name}"`;
  if (policy.kind === "custom") return at;
  const demands = `${at} (${policy.demands})`;
  return policy.kind === "validateJwt" ? `${demands}${whenInWords(policy.when)}` : demands;
}

function whenInWords(when: MarkedTokenPolicy["when"]): string {
  if (when === undefined) return "";
  return "not" in when ? ` when not ${when.not.method.join(" or ")}` : ` when ${when.method.join(" or ")}`;
}
