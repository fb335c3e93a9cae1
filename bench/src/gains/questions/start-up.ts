import { between, figure, highest, lowest, paragraph } from "../phrases.js";
import type { Question } from "../question.js";

const TABLE = "start-up";
const ADAPTERS = ["@product-auth/express", "@product-auth/koa", "@product-auth/fastify"];

/** What an import costs. */
export const startUp: Question = {
  name: "start-up",
  asks: "What does start-up cost?",
  shows: "CPU of the import of a package in a new process, against jose",
  needs: [TABLE],
  answer(tables) {
    const table = tables.get(TABLE);
    const peers = table.of("peer", "CPU");
    return paragraph(
      `Importing an adapter takes ${between(ADAPTERS.map((name) => table.at(name, "CPU")))} of CPU and ${between(ADAPTERS.map((name) => table.at(name, "memory")))} of memory, once in the life of a process.`,
      `Peers take from ${figure(lowest(peers))} (${lowest(peers).row}) to ${figure(highest(peers))} (${highest(peers).row}).`,
      "Keys are fetched at the first request or by `await auth.ready()`.",
    );
  },
  groups: (tables) => [tables.get(TABLE).bars("against jose", "import, against jose")],
};
