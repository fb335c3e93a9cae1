import { awsChecks } from "../peers/aws-jwt-verify.js";
import { bearerChecks } from "../peers/express-oauth2-jwt-bearer.js";
import { fastJwtChecks } from "../peers/fast-jwt.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import { floorChecks } from "../peers/floor.js";
import { joseChecks } from "../peers/jose.js";
import { jsonwebtokenChecks } from "../peers/jsonwebtoken.js";
import { proveCheck } from "../peers/prove-check.js";
import { ourChecks } from "../peers/product-auth.js";
import type { Peer, PeerKeys } from "../peers/peer.js";
import { median } from "../measure/median.js";
import { inProcess } from "../measure/in-process.js";
import { rawVerify } from "../measure/raw-verify.js";
import { added } from "../measure/ratios.js";
import { measureRounds, type Contender } from "../measure/rounds.js";
import { figureNames, type Cell, type Column, type Row, type Table, type Target } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { Part } from "./part.js";

/** Checks that run side by side where they wait for other threads; more in flight makes them no cheaper. */
const IN_FLIGHT = 16;

interface Pattern {
  readonly title: string;
  /** Tokens that come in turn. */
  readonly tokens: number;
  /** Whether those that remember have seen them. */
  readonly warm: boolean;
}

const PATTERNS: readonly Pattern[] = [
  { title: "cold: all different", tokens: 10_000, warm: false },
  { title: "1 token again", tokens: 1, warm: true },
  { title: "100 tokens in turn", tokens: 100, warm: true },
  { title: "10,000 tokens in turn", tokens: 10_000, warm: true },
];

const COLUMNS: readonly Column[] = PATTERNS.map(({ title }) => ({
  title,
  unit: "V",
  best: "low",
}));

/** One token check in process, ours with the whole decision, against the raw signature check and the peers. */
export const tokenCheck: Part = {
  name: "token-check",
  title: "One token check, in process",
  says: "cold and warm tokens: raw crypto.verify, jose, fast-jwt, jsonwebtoken, aws-jwt-verify and others",
  seconds: 75,
  secondsAlone: 30,
  figures: () => figureNames("token-check", ["product-auth, cache off", "product-auth, cache on"], COLUMNS),
  async measure({ world, quick, oursAlone = false, tell }) {
    const tokens = readTokens(world);
    const keys = await fetchKeys(world);
    const raw = rawVerify(tokens, keys.publicKey);
    const fields = tokens.map((token) => Buffer.from(`Bearer ${token}`, "latin1"));
    const length = quick ? { rounds: 3, milliseconds: 40 } : { rounds: 9, milliseconds: 100, warmUp: 3 };

    const units: number[] = [];
    const found = new Map<string, Row["kind"]>([[raw.name, "baseline"]]);
    const cells = new Map<string, Cell[]>([[raw.name, []]]);
    for (const [at, pattern] of PATTERNS.entries()) {
      const some = fields.slice(0, Math.min(pattern.tokens, fields.length));
      const peers = await checksFor(keys, pattern, some.length, oursAlone);
      for (const peer of peers) await proveCheck(peer, tokens[0]!);
      const nothing = fresh(some);
      const contenders = [raw, nothing, ...peers.map((peer) => working(peer, some))];
      for (const { remembers, check } of pattern.warm ? peers : []) {
        if (remembers > 0) for (const field of some) await check(field.toString("latin1"));
      }
      const samples = await measureRounds(contenders, {
        ...length,
        tell: (done, of) => tell((at + done / of) / PATTERNS.length, pattern.title),
      });
      const unit = samples.get(raw.name)!;
      units.push(...unit);
      cells.get(raw.name)!.push({ value: 1 });
      for (const peer of peers) {
        found.set(peer.name, peer.kind);
        const cell = added(samples.get(peer.name)!, samples.get(nothing.name)!, unit);
        const target = targetOf(peer, pattern);
        cells.set(peer.name, [
          ...(cells.get(peer.name) ?? []),
          { ...cell, ...(target !== undefined && { target }) },
        ]);
      }
    }
    const table: Table = {
      name: "token-check",
      title: "One token check, in process",
      about:
        "CPU of one check in units of one raw `crypto.verify` (V) in the same run. Every check gets an `Authorization` field that has just been read, as from a socket. Product Auth returns the complete decision, the peers return the claims. The second row only parses the token and verifies its signature: the minimum for every checker.",
      of: "checker",
      columns: COLUMNS,
      rows: [...found].map(([name, kind]) => ({ name, kind, cells: cells.get(name)! })),
    };
    return { tables: [table], v: median(units) };
  },
};

async function checksFor(
  keys: PeerKeys,
  { warm }: Pattern,
  tokens: number,
  oursAlone: boolean,
): Promise<Peer[]> {
  // Caches hold half of the tokens, used in turn: every lookup misses, and caching only costs.
  const remembers = warm ? 20_000 : Math.max(1, tokens / 2);
  const ours = [...floorChecks(keys), ...(await ourChecks(keys, remembers))];
  if (oursAlone) return ours;
  return [
    ...ours,
    ...fastJwtChecks(keys, remembers),
    ...jsonwebtokenChecks(keys),
    ...awsChecks(keys),
    ...(await joseChecks(keys)),
    ...bearerChecks(keys),
  ];
}

/** What it costs to have the field at all; it is taken off every other figure. */
function fresh(fields: readonly Buffer[]): Contender {
  let next = 0;
  let length = 0;
  return inProcess("the field alone", (times) => {
    for (let i = 0; i < times; i++) length += fields[next++ % fields.length]!.toString("latin1").length;
    return length;
  });
}

function working({ name, check }: Peer, fields: readonly Buffer[]): Contender {
  let next = 0;
  const one = () => check(fields[next++ % fields.length]!.toString("latin1"));
  return inProcess(name, async (times) => {
    let left = times;
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        const answer = one();
        if (answer instanceof Promise) await answer;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  });
}

function targetOf({ kind, remembers }: Peer, { warm, tokens }: Pattern): Target | undefined {
  if (kind !== "ours") return undefined;
  if (!warm) return { atMost: remembers > 0 ? 1.3 : 1.25 };
  if (remembers === 0) return undefined;
  return { atMost: tokens === 1 ? 0.03 : 0.08 };
}
