import { execFile } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { measured } from "../measure/ratios.js";
import { entryOfPeer } from "../peers/load-peer.js";
import { figureNames, type Column, type Row, type Table } from "../report/table.js";
import type { ImportCost } from "../start-up/import-process.js";
import type { Part } from "./part.js";

interface Import {
  readonly name: string;
  readonly kind: Row["kind"];
  readonly modules: readonly string[];
}

const own = (name: string): Import => ({
  name: `@product-auth/${name}`,
  kind: "ours",
  modules: [import.meta.resolve(`@product-auth/${name}`)],
});
const peer = (...names: string[]): Import => ({
  name: names.join(" + "),
  kind: "peer",
  modules: names.map((name) => pathToFileURL(entryOfPeer(name)).href),
});

/** `jose` alone is the unit. */
const UNIT = "jose";

const OWN = ["core", "express", "koa", "fastify"];

const COLUMNS: readonly Column[] = [
  { title: "against jose", unit: "times" },
  { title: "CPU", unit: "milliseconds" },
  { title: "memory", unit: "bytes" },
];

/** What importing a package costs a fresh process. */
export const startUp: Part = {
  name: "start-up",
  title: "Importing a package",
  says: "CPU and memory of importing each package into a fresh process",
  seconds: 50,
  secondsAlone: 15,
  needsPeers: true, // the unit is one of them
  figures: () =>
    figureNames(
      "start-up",
      OWN.map((name) => `@product-auth/${name}`),
      COLUMNS,
    ),
  async measure({ quick, oursAlone = false, tell }) {
    const others = () => [
      peer("fast-jwt"),
      peer("jsonwebtoken"),
      peer("aws-jwt-verify"),
      peer("express-oauth2-jwt-bearer"),
      peer("express-jwt", "jwks-rsa"),
      peer("koa-jwt", "jwks-rsa"),
      peer("@fastify/jwt", "get-jwks"),
      peer("fastify-jwt-jwks"),
      peer("passport", "passport-azure-ad"),
    ];
    const imports = [...OWN.map(own), peer(UNIT), ...(oursAlone ? [] : others())];
    const rounds = quick ? 3 : 11;
    const costs = new Map<string, ImportCost[]>(imports.map(({ name }) => [name, []]));
    for (let round = -1; round < rounds; round++) {
      for (const { name, modules } of imports) {
        const cost = await importAnew(modules);
        if (round >= 0) costs.get(name)!.push(cost); // the first round fills the caches of the file system
      }
      tell((round + 2) / (rounds + 1), `round ${round + 2} of ${rounds + 1}`);
    }
    return { tables: [tableOf(imports, costs)] };
  },
};

async function importAnew(modules: readonly string[]): Promise<ImportCost> {
  const program = fileURLToPath(new URL("../start-up/import-process.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...modules]);
  return JSON.parse(stdout) as ImportCost;
}

function tableOf(imports: readonly Import[], costs: ReadonlyMap<string, readonly ImportCost[]>): Table {
  const unit = costs.get(UNIT)!;
  return {
    name: "start-up",
    title: "Importing a package",
    about:
      "CPU of `import` in a new process, compared with importing only `jose` in the same round; CPU in milliseconds; and the added resident memory. Frameworks are excluded: adapters import only their types.",
    of: "package",
    columns: COLUMNS,
    rows: imports.map(({ name, kind }) => {
      const all = costs.get(name)!;
      const atMost = name === "@product-auth/core" ? 1.2 : 1.3;
      return {
        name,
        kind,
        cells: [
          {
            ...measured(all.map(({ cpu }, round) => cpu / unit[round]!.cpu)),
            ...(kind === "ours" && { target: { atMost } }),
          },
          measured(all.map(({ cpu }) => cpu / 1000)),
          measured(all.map(({ memory }) => memory)),
        ],
      };
    }),
  };
}
