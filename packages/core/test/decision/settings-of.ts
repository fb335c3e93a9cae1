import type { DecisionSettings } from "#src/decision/decision.js";

/** What `decide` is told of the options: the defaults, but for these. */
export const settingsOf = (over: Partial<DecisionSettings> = {}): DecisionSettings => ({
  clockTolerance: 300,
  failedStatus: undefined,
  subscriptionDates: "enforce",
  tokenElsewhere: false,
  ...over,
});
