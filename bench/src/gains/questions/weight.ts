import { between, figure, lowest, paragraph, together } from "../phrases.js";
import type { Question } from "../question.js";

const KEYS = "subscription-keys";
const BYTES = "bytes each, texts included";
const MILLION = "1,000,000 subscriptions";
const COUNTERS = "limits-memory";
const CALLS = "20 calls";

/** What subscriptions and counters weigh. */
export const weight: Question = {
  name: "weight",
  asks: "What does a subscription weigh?",
  shows: "Memory of one subscription in its store, and of one counter of a limit",
  needs: [KEYS, COUNTERS],
  answer(tables) {
    const keys = tables.get(KEYS);
    const counters = tables.get(COUNTERS);
    const million = keys.at(MILLION, BYTES);
    return paragraph(
      `A subscription with two keys, its name and its owner takes ${between(keys.of("ours", BYTES))} in the memory store, so a million of them take ${together(million, 1_000_000)}.`,
      `The whole check of a key among a million takes ${figure(keys.at(MILLION, "key check"))} the SHA-256 of that key; a SHA-256 and a look-up in a bare \`Map\` take ${figure(keys.at(MILLION, "SHA-256 and a bare Map"))}.`,
      `A counter of a limit takes ${between(counters.of("ours", CALLS))} after 20 calls, and ${figure(lowest(counters.of("peer", CALLS)))} in rate-limiter-flexible.`,
    );
  },
  groups: (tables) => [
    tables.get(KEYS).bars(BYTES, "a subscription, in a store of"),
    tables.get(COUNTERS).bars(CALLS, "a counter after 20 calls"),
  ],
};
