import type { IncomingMessage } from "node:http";
import {
  createProductAuth,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
} from "@product-auth/core";
import { inProcess } from "../measure/in-process.js";
import { median } from "../measure/median.js";
import { added } from "../measure/ratios.js";
import { rawVerify } from "../measure/raw-verify.js";
import { measureRounds, type Contender } from "../measure/rounds.js";
import { optionsFor } from "../peers/product-auth.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import { figureNames, type Column, type Table } from "../report/table.js";
import { readTokens } from "../world/read-world.js";
import type { World } from "../world/world.js";
import type { Part } from "./part.js";

const KEY = "s3cret-of-the-benchmark";
const USER_HEADER = "X-User-Token";

/** Fields of a request: names with values that are read from the socket again for each request. */
type Fields = readonly (readonly [name: string, value: Buffer])[];

interface Guarded {
  readonly auth: ProductAuth<string, string>;
  readonly requirement: Requirement;
}

/** A request that meets policies, against the same request without them. */
interface Comparison {
  readonly name: string;
  readonly fields: Fields;
  readonly outcome: "admit" | "refuse";
  readonly bare: Guarded;
  readonly guarded: Guarded;
  readonly atMost: number;
}

const COLUMNS: readonly Column[] = [{ title: "added", unit: "V", better: "low" }];

const NAMES = {
  own: "1 policy, the product's own token",
  second: "1 policy, a second token",
  four: "4 policies, one token, a key as the credential",
  refused: "the first policy refuses, against a refused product token",
} as const;

/** Token policies on known tokens, in process: what they add to a request. */
export const tokenPolicies: Part = {
  name: "token-policies",
  title: "Token policies, in process",
  says: "what validateJwt adds to a request with known tokens, in units of one raw crypto.verify",
  seconds: 15,
  secondsAlone: 15,
  figures: () => figureNames("token-policies", Object.values(NAMES), COLUMNS),
  async measure({ world, quick, tell }) {
    const tokens = readTokens(world);
    const raw = rawVerify(tokens, (await fetchKeys(world)).publicKey);
    const comparisons = await comparisonsIn(world, tokens);
    const contenders = comparisons.flatMap(({ name, fields, outcome, bare, guarded }) => [
      deciding(`${name}: bare`, bare, fields, outcome),
      deciding(name, guarded, fields, outcome),
    ]);
    const samples = await measureRounds([raw, ...contenders], {
      ...(quick ? { rounds: 5, milliseconds: 40 } : { rounds: 21, milliseconds: 60 }),
      warmUp: 3,
      tell: (done, of) => tell(done / of, "requests with policies"),
    });
    await Promise.all(comparisons.flatMap(({ bare, guarded }) => [bare.auth.close(), guarded.auth.close()]));
    const unit = samples.get(raw.name)!;
    const table: Table = {
      name: "token-policies",
      title: "Token policies, in process",
      about:
        "CPU that `validateJwt` adds to a whole decision, in units of one raw `crypto.verify` (V) in the same run. The same request, with the same fields, is decided with and without the policies; all tokens are cached. The last row compares a request that the policy of an open product refuses for a missing role with one that the product refuses for it.",
      of: "request",
      columns: COLUMNS,
      rows: comparisons.map(({ name, atMost }) => ({
        name,
        kind: "ours",
        cells: [{ ...added(samples.get(name)!, samples.get(`${name}: bare`)!, unit), target: { atMost } }],
      })),
    };
    return { tables: [table], v: median(unit) };
  },
};

async function comparisonsIn(world: World, tokens: readonly string[]): Promise<readonly Comparison[]> {
  const { audience } = world;
  const policy = { audiences: [audience] };
  const user = { ...policy, tokenSource: { header: USER_HEADER } };
  const bearer = ["Authorization", Buffer.from(`Bearer ${tokens[0]!}`, "latin1")] as const;
  const second = [USER_HEADER, Buffer.from(tokens[1]!, "latin1")] as const;
  const key = ["Ocp-Apim-Subscription-Key", Buffer.from(KEY, "latin1")] as const;
  const byToken = { starter: { audience } };
  const byKey = { starter: { audience, accepts: ["key"] } } as const;
  const guarded = async (products: object, validateJwt?: object): Promise<Guarded> => {
    const auth = createProductAuth<string, string>({
      ...optionsFor(world),
      products: products as NonNullable<ProductAuthOptions["products"]>,
      ...(validateJwt !== undefined && { policies: { validateJwt } }),
      ...(products === byKey && {
        subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: KEY }],
      }),
    } as ProductAuthOptions<string, string>);
    await auth.ready();
    return { auth, requirement: auth.requirement({ product: "starter" }) };
  };
  const four = [policy, policy, policy, policy];
  return [
    {
      name: NAMES.own,
      fields: [bearer],
      outcome: "admit",
      bare: await guarded(byToken),
      guarded: await guarded(byToken, policy),
      atMost: 0.01,
    },
    {
      name: NAMES.second,
      fields: [bearer, second],
      outcome: "admit",
      bare: await guarded(byToken),
      guarded: await guarded(byToken, user),
      atMost: 0.03,
    },
    {
      name: NAMES.four,
      fields: [bearer, key],
      outcome: "admit",
      bare: await guarded(byKey),
      guarded: await guarded(byKey, four),
      atMost: 0.05,
    },
    {
      name: NAMES.refused,
      fields: [bearer],
      outcome: "refuse",
      bare: await guarded({ starter: { audience, role: "Missing" } }),
      guarded: await guarded({ starter: { accepts: ["open"] } }, [{ ...policy, roles: ["Missing"] }, policy]),
      atMost: 0.01,
    },
  ];
}

function deciding(
  name: string,
  { auth, requirement }: Guarded,
  fields: Fields,
  outcome: Comparison["outcome"],
): Contender {
  const decide = () => {
    const rawHeaders = ["Host", "localhost", "Accept", "*/*"];
    for (const [field, value] of fields) rawHeaders.push(field, value.toString("latin1"));
    const request = { method: "GET", url: "/orders", rawHeaders } as unknown as IncomingMessage;
    return auth.authorize(auth.viewOf(request), requirement);
  };
  return inProcess(name, (times) => {
    for (let i = 0; i < times; i++) {
      const decision = decide();
      if (decision instanceof Promise || decision.outcome !== outcome)
        throw new Error(`${name}: not decided as ${outcome}`);
    }
  });
}
