import { FRAMEWORKS, TITLES, type Framework } from "../../http/http-contender.js";
import { between, figure, highest, paragraph } from "../phrases.js";
import type { Question } from "../question.js";
import type { Figure, Figures } from "../tables.js";

const COLUMN = "bad signature";
const FLOOR = "crypto.verify alone";
const COLD = "cold-start";
const FETCHES = "key fetches for unknown kids";

const tableOf = (framework: Framework) => `floods-${framework}`;

/** What an attacker's requests cost. */
export const flood: Question = {
  name: "flood",
  asks: "What does a flood cost?",
  shows: "CPU that a forged token costs in a flood, in signature checks (V)",
  needs: [...FRAMEWORKS.map(tableOf), COLD],
  answer(tables) {
    const all = (pick: (table: Figures) => readonly Figure[]) =>
      FRAMEWORKS.flatMap((framework) => pick(tables.get(tableOf(framework))));
    const most = (column: string) => figure(highest(all((table) => table.of("ours", column))));
    const forged = between(all((table) => table.of("ours", COLUMN)));
    const floors = between(all((table) => [table.at(FLOOR, COLUMN)]));
    const peers = between(all((table) => table.of("peer", COLUMN)));
    const cold = tables.get(COLD);
    return paragraph(
      `The refusal of a request without a credential costs at most ${most("no credential")} more than the handler that did not run, and that of garbage in place of a token at most ${most("garbage")}.`,
      `A token with a wrong signature costs ${forged}; the signature check alone costs ${floors} in the same flood, and peers cost ${peers}.`,
      `1,000 requests at once with unknown keys lead to ${fetches(highest(cold.of("ours", FETCHES)))} of the issuer's keys; with some peers, to ${fetches(highest(cold.of("peer", FETCHES)))}.`,
    );
  },
  groups: (tables) =>
    FRAMEWORKS.map((framework) => tables.get(tableOf(framework)).bars(COLUMN, TITLES[framework])),
};

function fetches({ cell: { value } }: Figure): string {
  if (value === 0) return "no fetch";
  return value === 1 ? "one fetch" : `${value.toLocaleString("en")} fetches`;
}
