import type { Group } from "../../charts/chart.js";
import { figure, highest, paragraph } from "../phrases.js";
import type { Question } from "../question.js";

const TABLE = "portal-sizes";
/** Pages in each half of the chart. */
const SHOWN = 8;

const MEMORY = "memory, p95";
const POSTGRES = "PostgreSQL, p95";

/** How long the pages of the portal take. */
export const portalPages: Question = {
  name: "portal-pages",
  asks: "How fast is the developer portal?",
  shows: "Time of a page with 1,000 users, 10,000 subscriptions and 100 APIs, p95",
  needs: [TABLE],
  answer(tables) {
    const table = tables.get(TABLE);
    const inMemory = highest(table.of("ours", MEMORY));
    const stored = table.of("ours", POSTGRES);
    return paragraph(
      `With 1,000 users, 10,000 subscriptions and 100 APIs, the p95 of the slowest page (${inMemory.row}) is ${figure(inMemory)} with the data in memory.`,
      ...(stored.length === 0
        ? []
        : [`In PostgreSQL, the slowest page (${highest(stored).row}) takes ${figure(highest(stored))}.`]),
    );
  },
  groups(tables) {
    const table = tables.get(TABLE);
    return [
      slowest(table.bars(MEMORY, "the slowest pages, data in memory")),
      slowest(table.bars(POSTGRES, "the slowest pages, data in PostgreSQL")),
    ];
  },
};

const slowest = ({ title, bars }: Group): Group => ({
  title,
  bars: [...bars].sort((a, b) => b.cell.value - a.cell.value).slice(0, SHOWN),
});
