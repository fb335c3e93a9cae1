import type { IncomingMessage } from "node:http";
import { createProductAuth, type ProductAuth } from "@product-auth/core";
import { below, profiled, type Frame } from "../measure/profiled.js";
import { optionsFor } from "../peers/product-auth.js";
import type { Row, Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { World } from "../world/world.js";
import type { Part, Picture } from "./part.js";

/** Where the time of a check may go, by the function that the profiler found at work. */
const PLACES: readonly (readonly [name: string, holds: (frame: Frame) => boolean])[] = [
  [
    "raw signature check",
    ({ name }) => /^(verifyOneShot|hash|oneShotDigest|prepareAsymmetricKey|run|SignJob)$/.test(name),
  ],
  [
    "base64url, UTF-8 and bytes",
    ({ name, url }) => isBuiltIn(url) && /[Ww]rite|[Ss]lice|Buffer|isUtf8/.test(name),
  ],
  [
    "reading the token (JSON included)",
    ({ url }) => /\/tokens\/(compact-jws|scratch|claims|header|deep-freeze)\.js$/.test(url),
  ],
  ["issuer, keys and cache", ({ url }) => /\/tokens\//.test(url)],
  ["request, gathering, decision", ({ url }) => /\/packages\/core\/dist\//.test(url)],
];

const isBuiltIn = (url: string) => url === "" || url.startsWith("node:");

/** Where our own time goes, as pictures: no comparison, and not counted. */
export const profile: Part = {
  name: "profile",
  title: "Where the time goes",
  says: "flame graphs of a cold check and of 10,000 known tokens",
  seconds: 12,
  secondsAlone: 12,
  figures: () => [], // shares of a whole: none of them is good or bad
  async measure({ world, quick, tell }) {
    const flows = await flowsOf(world, readTokens(world));
    const pictures: Picture[] = [];
    const rows = new Map<string, Row["cells"]>(
      [...PLACES.map(([name]) => name), "everything else"].map((n) => [n, []]),
    );
    for (const [at, { name, title, decide }] of flows.entries()) {
      tell(at / flows.length, title);
      const whole = below(await profiled(() => watched(decide, quick ? 300 : 2_500)), "decideFor");
      pictures.push({ name: `flame-${name}`, title: `Flame graph: ${title}`, root: whole });
      const shares = sharesOf(whole);
      for (const [place, cells] of rows) rows.set(place, [...cells, { value: shares.get(place) ?? 0 }]);
    }
    const table: Table = {
      name: "profile",
      title: "Where the time goes",
      about:
        "Share of Product Auth's time per function. The raw signature check is the minimum of a cold check. Garbage collection is excluded.",
      of: "work",
      columns: flows.map(({ title }) => ({ title, unit: "share" })),
      rows: [...rows].map(([name, cells]) => ({ name, kind: "ours", cells })),
    };
    return { tables: [table], pictures };
  },
};

interface Flow {
  readonly name: string;
  readonly title: string;
  readonly decide: (times: number) => void;
}

async function flowsOf(world: World, tokens: readonly string[]): Promise<Flow[]> {
  const forgetful = createProductAuth({ ...optionsFor(world), tokenCacheSize: 0 });
  const remembering = createProductAuth({
    ...optionsFor(world),
    tokenCacheSize: 20_000,
    tokenCacheBytes: 256 * 1024 * 1024, // all of them fit
  });
  await Promise.all([forgetful.ready(), remembering.ready()]);
  const fields = tokens.map((token) => Buffer.from(`Bearer ${token}`, "latin1"));
  return [
    { name: "cold", title: "cold check, cache off", decide: deciding(forgetful, fields) },
    { name: "warm", title: "10,000 known tokens", decide: deciding(remembering, fields) },
  ];
}

function deciding(auth: ProductAuth<"starter">, fields: readonly Buffer[]): Flow["decide"] {
  const requirement = auth.requirement({ product: "starter" });
  let next = 0;
  return (times) => {
    for (let i = 0; i < times; i++) {
      const authorization = fields[next++ % fields.length]!.toString("latin1");
      const rawHeaders = ["Host", "localhost", "Accept", "*/*", "Authorization", authorization];
      const request = { method: "GET", url: "/orders", rawHeaders } as unknown as IncomingMessage;
      const decision = auth.authorize(auth.viewOf(request), requirement);
      if (decision instanceof Promise || decision.outcome !== "admit") throw new Error("not admitted");
    }
  };
}

// Compiled while it is watched: of code from before, the profiler does not know what was inlined.
function watched(decide: Flow["decide"], milliseconds: number): void {
  decide(12_000);
  decideFor(decide, milliseconds);
}

/** Under this name the profile is found again. */
function decideFor(decide: Flow["decide"], milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) decide(200);
}

function sharesOf(root: Frame): Map<string, number> {
  const found = new Map<string, number>();
  const count = (frame: Frame): void => {
    const place = PLACES.find(([, holds]) => holds(frame))?.[0] ?? "everything else";
    found.set(place, (found.get(place) ?? 0) + frame.self / root.total);
    frame.children.forEach(count);
  };
  count(root);
  return found;
}
