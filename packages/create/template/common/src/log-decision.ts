import type { DecisionEvent } from "@product-auth/{{framework}}";

/** One line of JSON per decision: the stable code and the private reason, nothing secret. */
export function logDecision({ rule: _, at, ...event }: DecisionEvent): void {
  const time = new Date(at).toISOString();
  console.log(JSON.stringify({ time, event: "decision", ...event }));
}
