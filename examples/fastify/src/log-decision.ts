import type { DecisionEvent } from "@product-auth/fastify";

/** One line of JSON per decision, for operators: the stable code and the private reason, nothing secret. */
export function logDecision({ rule: _, at, ...event }: DecisionEvent): void {
  console.log(JSON.stringify({ time: new Date(at).toISOString(), event: "decision", ...event }));
}
