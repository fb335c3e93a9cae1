import { TITLES } from "../http/http-contender.js";
import { ourFigures } from "../http/our-figures.js";
import { addedByGuards, COLUMNS as ADDED } from "./http-in-process.js";
import type { Findings, Part } from "./part.js";
import { COLUMNS as PER_SECOND, requestsPerSecond } from "./sockets.js";

const OF_EXPRESS =
  "Before V8 13, which is in Node 24, an object whose prototype was set gets a new hidden class with every field that is added to it, and Express sets the prototypes of request and response. ";

/** The parts `http` and `sockets` under Node 24, where V8 knows the requests of Express by their shape. */
export const underNode24: Part = {
  name: "node-24",
  title: "Under Node 24",
  says: "the same as http, and as sockets without peers, under Node 24, where V8 creates no hidden class per request of Express",
  seconds: 210,
  secondsAlone: 120,
  needsPeers: true, // the later Node is installed with them
  figures: async () => [
    ...(await ourFigures((framework) => `http-${framework}-node-24`, ADDED)),
    ...(await ourFigures((framework) => `sockets-${framework}-node-24`, PER_SECOND)),
  ],
  later: true,
  async measure(bench) {
    const part = (from: number, share: number) => ({
      ...bench,
      tell: (done: number, what: string) => bench.tell(from + done * share, what),
    });
    const target = { atMost: 0.1 };
    const added = await addedByGuards(part(0, 0.7), undefined, {
      express: target,
      koa: target,
      fastify: target,
    });
    const perSecond = await requestsPerSecond(part(0.7, 0.3), { kinds: ["bare", "ours"] });
    return { tables: [...named(added), ...named(perSecond)], v: added.v };
  },
};

const named = ({ tables }: Findings): Findings["tables"] =>
  tables.map((table) => ({
    ...table,
    name: `${table.name}-node-24`,
    title: table.title.replace(`on ${table.of}`, `on ${table.of} under Node 24`),
    about: `${table.of === TITLES.express ? OF_EXPRESS : ""}${table.about}`,
  }));
