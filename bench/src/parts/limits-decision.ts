import { decide, decideAndRespond, type Asked } from "../decisions/ask.js";
import { guardedBy, KEY, type Credential, type Guarded } from "../decisions/guarded.js";
import {
  expectAdmitted,
  expectRefused,
  limitScenarios,
  type Scenario,
} from "../decisions/limit-scenarios.js";
import { Wire } from "../http/wire.js";
import { inProcess } from "../measure/in-process.js";
import { median } from "../measure/median.js";
import { added } from "../measure/ratios.js";
import { rawVerify } from "../measure/raw-verify.js";
import { measureRounds, type Contender, type Samples } from "../measure/rounds.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import { figureNames, type Cell, type Column, type Row, type Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { World } from "../world/world.js";
import type { Part } from "./part.js";

const CREDENTIALS: readonly { readonly credential: Credential; readonly title: string }[] = [
  { credential: "token", title: "known token" },
  { credential: "key", title: "subscription key" },
];

const COLUMNS: readonly Column[] = CREDENTIALS.map(({ title }) => ({ title, unit: "V", better: "low" }));

/** Requests whose responses end in one turn of the event loop. */
const TURN = 64;

/** Limits, policies about the connection and the throttle, in process: what they add to a request. */
export const limitsDecision: Part = {
  name: "limits-decision",
  title: "Limits and connection policies, in process",
  says: "what limits, address filters, certificates and badCredentials add to a decision, in units of one raw crypto.verify",
  seconds: 110,
  secondsAlone: 110,
  figures: () =>
    figureNames(
      "limits-decision",
      limitScenarios().map(({ name }) => name),
      COLUMNS,
    ),
  async measure({ world, quick, tell }) {
    const tokens = readTokens(world);
    const raw = rawVerify(tokens, (await fetchKeys(world)).publicKey);
    const length = quick ? { rounds: 3, milliseconds: 25 } : { rounds: 17, milliseconds: 60 };
    const scenarios = limitScenarios();
    const units: number[] = [];
    const cells = scenarios.map((): Cell[] => []);
    for (const [at, { credential, title }] of CREDENTIALS.entries()) {
      const field = fieldOf(credential, tokens[0]!);
      const pairs: Contender[] = [];
      const open: Guarded[] = [];
      for (const scenario of scenarios)
        pairs.push(...(await contendersOf(scenario, world, credential, field, open)));
      const samples = await measureRounds([raw, ...pairs], {
        ...length,
        warmUp: 2,
        tell: (done, of) => tell((at + done / of) / CREDENTIALS.length, title),
      });
      await Promise.all(open.map(({ auth }) => auth.close()));
      const unit = samples.get(raw.name)!;
      units.push(...unit);
      for (const [i, scenario] of scenarios.entries()) cells[i]!.push(cellOf(scenario, samples, unit));
    }
    const rows = scenarios.map(({ name }, i): Row => ({ name, kind: "ours", cells: cells[i]! }));
    return { tables: [tableOf(rows)], v: median(units) };
  },
};

const fieldOf = (credential: Credential, token: string): Asked["fields"][number] =>
  credential === "token"
    ? ["Authorization", Buffer.from(`Bearer ${token}`, "latin1")]
    : ["Ocp-Apim-Subscription-Key", Buffer.from(KEY, "latin1")];

const bareName = (name: string): string => `${name}: bare`;

function cellOf({ name, atMost }: Scenario, samples: ReadonlyMap<string, Samples>, unit: Samples): Cell {
  return {
    ...added(samples.get(name)!, samples.get(bareName(name))!, unit),
    target: { atMost },
  };
}

/** The request without the policies and with them, which are proved first. */
async function contendersOf(
  scenario: Scenario,
  world: World,
  credential: Credential,
  field: Asked["fields"][number],
  open: Guarded[],
): Promise<Contender[]> {
  const { name, policies, request = {}, until, refusedAs, prove } = scenario;
  const { fields = [], ...more } = request;
  const asked: Asked = { ...more, fields: [field, ...fields] };
  const bare = await guardedBy(world, credential);
  const guarded = await guardedBy(world, credential, policies);
  open.push(bare, guarded);
  prove(guarded, asked, credential);
  if (until === "response")
    return [responding(bareName(name), bare, asked), responding(name, guarded, asked)];
  if (refusedAs === undefined)
    return [admitting(bareName(name), bare, asked), admitting(name, guarded, asked)];
  const missing = credential === "token" ? "token_missing" : "key_missing";
  return [
    refusing(bareName(name), bare, { ...asked, fields: [] }, missing),
    refusing(name, guarded, asked, refusedAs),
  ];
}

function admitting(name: string, guarded: Guarded, asked: Asked): Contender {
  return inProcess(name, (times) => {
    for (let i = 0; i < times; i++) expectAdmitted(decide(guarded, asked));
  });
}

function refusing(name: string, guarded: Guarded, asked: Asked, code: string): Contender {
  return inProcess(name, (times) => {
    for (let i = 0; i < times; i++) {
      const decision = decide(guarded, asked);
      expectRefused(decision, code);
      if (decision.outcome !== "admit") guarded.auth.answer(decision);
    }
  });
}

function responding(name: string, guarded: Guarded, asked: Asked): Contender {
  return inProcess(name, async (times) => {
    const wire = new Wire();
    for (let i = 1; i <= times; i++) {
      expectAdmitted(decideAndRespond(guarded, asked, wire));
      if (i % TURN === 0) await new Promise((later) => setImmediate(later));
    }
    wire.destroy();
  });
}

function tableOf(rows: readonly Row[]): Table {
  return {
    name: "limits-decision",
    title: "Limits and connection policies, in process",
    about:
      "CPU that policies add to a whole decision, in units of one raw `crypto.verify` (V) in the same run. The same request, with the same fields, is decided with and without them; the token is cached. Counters are in memory, and a movable clock keeps each limit half used. _Limits of another product_ apply to no request here: the row is the noise of the measurement. The refusal, with its body and header fields, is compared with that of a request without a credential. Bandwidth and condition are counted when the response ends, so Node's request and response are part of both sides.",
    of: "policies",
    columns: COLUMNS,
    rows,
  };
}
