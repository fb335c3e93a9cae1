import { ourFigures } from "../http/our-figures.js";
import { addedByGuards, COLUMNS as ADDED } from "./http-in-process.js";
import type { Findings, Part } from "./part.js";
import { COLUMNS as PER_SECOND, requestsPerSecond } from "./sockets.js";

const WHY =
  "Before V8 13, which is in Node 24, an object whose prototype was set gets a new hidden class with every field that is added to it, and Express sets the prototypes of request and response.";

/** Express once more, where V8 knows its requests by their shape. */
export const laterExpress: Part = {
  name: "express-node-24",
  title: "Express under Node 24",
  says: "what the middleware adds on Express where V8 does not create a hidden class per request",
  seconds: 60,
  secondsAlone: 45,
  needsPeers: true, // the later Node is installed with them
  figures: async () => [
    ...(await ourFigures((framework) => `http-${framework}-node-24`, ADDED, ["express"])),
    ...(await ourFigures((framework) => `sockets-${framework}-node-24`, PER_SECOND, ["express"])),
  ],
  later: true,
  async measure(bench) {
    const part = (from: number) => ({
      ...bench,
      tell: (share: number, what: string) => bench.tell(from + share / 2, what),
    });
    const target = { atMost: 0.1 };
    const added = await addedByGuards(
      part(0),
      { frameworks: ["express"], kinds: ["bare", "marking", "floor", "ours"] },
      { express: target, koa: target, fastify: target },
    );
    const perSecond = await requestsPerSecond(part(0.5), {
      frameworks: ["express"],
      kinds: ["bare", "ours"],
    });
    return { tables: [...named(added), ...named(perSecond)], v: added.v };
  },
};

const named = ({ tables }: Findings): Findings["tables"] =>
  tables.map((table) => ({
    ...table,
    name: `${table.name}-node-24`,
    title: table.title.replace("on Express", "on Express under Node 24"),
    about: `${WHY} ${table.about}`,
  }));
