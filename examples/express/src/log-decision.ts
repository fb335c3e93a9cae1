import type { DecisionEvent } from "@product-auth/express";
import type { Logger } from "pino";

const LEVELS = { admit: "info", refuse: "info", unavailable: "error" } as const;

/** One line per decision, for operators: the stable code and the private reason, nothing secret. */
export function logDecision(log: Logger, { rule: _rule, at: _at, ...event }: DecisionEvent): void {
  log[LEVELS[event.outcome]]({ event: "decision", ...event });
}
