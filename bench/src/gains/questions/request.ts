import { FRAMEWORKS, TITLES, type Framework } from "../../http/http-contender.js";
import { figure, inTime, list, lowest } from "../phrases.js";
import type { Question } from "../question.js";
import type { Tables } from "../tables.js";

const COLUMN = "1 token again";
const LATER = "http-express-node-24";

const tableOf = (framework: Framework) => `http-${framework}`;

/** What a guard adds to a request. */
export const request: Question = {
  name: "request",
  asks: "What does a request cost?",
  shows: "CPU that the middleware adds to a request with a known token, in signature checks (V)",
  needs: [...FRAMEWORKS.map(tableOf), LATER],
  answer: (tables) =>
    [
      "Most requests carry a token that the server has seen before. The middleware then adds this much CPU to the request:",
      list(
        besidePeers(tableOf("fastify"), "Fastify", tables),
        besidePeers(tableOf("koa"), "Koa", tables),
        besidePeers(tableOf("express"), "Express under Node 20", tables),
        besidePeers(LATER, "Express under Node 24", tables),
      ),
      "Under Node 20 and 22, Express itself is slower, and so is what runs in it: [V8 is the reason](performance/tables.md#under-node-24).",
    ].join("\n\n"),
  groups: (tables) => [
    ...FRAMEWORKS.map((framework) => tables.get(tableOf(framework)).bars(COLUMN, TITLES[framework])),
    tables.get(LATER).bars(COLUMN, "Express under Node 24"),
  ],
};

function besidePeers(name: string, title: string, tables: Tables): string {
  const table = tables.get(name);
  const peer = lowest(table.of("peer", COLUMN));
  return `${title}: ${inTime(table.of("ours", COLUMN), table.v)}; the cheapest peer adds ${figure(peer)}`;
}
