import { figure, inTime, lowest, paragraph } from "../phrases.js";
import type { Question } from "../question.js";

const TABLE = "token-check";
const COLD = "cold: all different";
const ONE = "1 token again";
const MANY = "10,000 tokens in turn";
const OURS = "product-auth, cache on";

/** What a token costs that was never seen, and one that was. */
export const newToken: Question = {
  name: "new-token",
  asks: "What does a new token cost?",
  shows: "CPU of the check of a new token, in signature checks (V)",
  needs: [TABLE],
  answer(tables) {
    const table = tables.get(TABLE);
    const peer = lowest(table.of("peer", COLD));
    return paragraph(
      `The check of a token that was never seen takes ${inTime([table.at(OURS, COLD)], table.v)}: 1 V for its signature, and the rest for reading it strictly, for the whole decision and for remembering it.`,
      `The cheapest peer, ${peer.row}, takes ${figure(peer)} without the decision.`,
      `When the token comes again, Product Auth takes ${figure(table.at(OURS, ONE))}, and ${figure(table.at(OURS, MANY))} with 10,000 tokens in turn; the cheapest peer takes ${figure(lowest(table.of("peer", ONE)))} and ${figure(lowest(table.of("peer", MANY)))}.`,
    );
  },
  groups: (tables) => [tables.get(TABLE).bars(COLD, "a new token", ["baseline", "ours", "peer"])],
};
