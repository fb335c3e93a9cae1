import type { IncomingMessage } from "node:http";
import {
  createProductAuth,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
} from "@product-auth/core";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { inProcess } from "../measure/in-process.js";
import { median } from "../measure/median.js";
import { rawVerify } from "../measure/raw-verify.js";
import { ratio } from "../measure/ratios.js";
import { measureRounds, type Contender } from "../measure/rounds.js";
import { fetchKeys } from "../peers/fetch-keys.js";
import { figureNames, type Cell, type Column, type Table } from "../report/table.js";
import { keyOf, subscriptionsOf, textsFor } from "../subscriptions/many-subscriptions.js";
import { readTokens } from "../world/read-world.js";
import type { World } from "../world/world.js";
import type { Part } from "./part.js";

const SIZES = [1, 10, 100, 1_000, 10_000];

/** One request of a household that has grown: what is decided, and about which header. */
interface Household {
  readonly auth: ProductAuth<string, string>;
  readonly requirement?: Requirement;
  readonly headers: readonly (readonly [string, string])[];
  readonly url: string;
}

type Growing = (size: number, world: World, tokens: readonly string[]) => Household;

const bearer = (tokens: readonly string[]) =>
  tokens.map((token) => ["Authorization", `Bearer ${token}`] as const);

const GROWING: Readonly<Record<string, Growing>> = {
  products: (size, world, [token]) => ({
    auth: authWith(world, { products: products(size, world) }),
    headers: bearer([token!]),
    url: "/orders",
  }),
  APIs: (size, world, [token]) => ({
    auth: authWith(world, { products: products(1, world), apis: apis(size) }),
    headers: bearer([token!]),
    url: `/api-${size >> 1}/orders/17`,
  }),
  subscriptions(size, world) {
    const auth = authWith(world, {
      products: { pro: { accepts: ["key"] } },
      subscriptions: new MemorySubscriptionRepository(subscriptionsOf(textsFor(size))),
    });
    const headers = Array.from(
      { length: Math.min(size, 1_000) },
      (_, i) => ["Ocp-Apim-Subscription-Key", keyOf((i * 7919) % size, "primary")] as const,
    );
    return { auth, headers, url: "/orders", requirement: auth.requirement({ product: "pro" }) };
  },
  "distinct tokens": (size, world, tokens) => ({
    auth: authWith(world, { products: products(1, world) }),
    headers: bearer(tokens.slice(0, size)),
    url: "/orders",
  }),
};

const COLUMNS: readonly Column[] = SIZES.map((size) => ({
  title: size.toLocaleString("en"),
  unit: "V",
}));

/** How the cost of a request grows with what is configured and with what comes. */
export const growth: Part = {
  name: "growth",
  title: "Growth",
  says: "cost of a request as products, APIs, subscriptions and distinct tokens grow by tens",
  seconds: 40,
  secondsAlone: 40,
  figures: () => figureNames("growth", Object.keys(GROWING), COLUMNS),
  async measure({ world, quick, tell }) {
    const tokens = readTokens(world);
    const raw = rawVerify(tokens, (await fetchKeys(world)).publicKey);
    const units: number[] = [];
    const rows: Table["rows"][number][] = [];
    const length = quick ? { rounds: 3, milliseconds: 20 } : { rounds: 11, milliseconds: 60 };
    for (const [at, [what, grow]] of Object.entries(GROWING).entries()) {
      tell(at / 4, what);
      const households = SIZES.map((size) => grow(size, world, tokens));
      await Promise.all(households.map(({ auth }) => auth.ready()));
      const contenders = households.map((household, i) => deciding(String(SIZES[i]), household));
      // Every token has been seen before it is measured.
      for (const [i, { headers }] of households.entries()) await contenders[i]!.cost(headers.length);
      const samples = await measureRounds([raw, ...contenders], length);
      const unit = samples.get(raw.name)!;
      units.push(...unit);
      const cells: Cell[] = contenders.map(({ name }) => ratio(samples.get(name)!, unit));
      rows.push({ name: what, kind: "ours", cells });
      await Promise.all(households.map(({ auth }) => auth.close()));
    }
    return { tables: [tableOf(rows)], v: median(units) };
  },
};

function authWith(
  { tenantId, origin }: World,
  rest: Pick<ProductAuthOptions<string, string>, "products" | "apis" | "subscriptions">,
): ProductAuth<string, string> {
  return createProductAuth<string, string>({
    tenantId,
    authorityHost: origin,
    tokenCacheSize: 20_000,
    tokenCacheBytes: 256 * 1024 * 1024, // all of them fit
    ...rest,
  });
}

/** The product of the tokens, last of so many. */
function products(size: number, { audience }: World): ProductAuthOptions["products"] {
  const others = Array.from({ length: size - 1 }, (_, i) => {
    const id = `${i.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
    return [`product-${i}`, { displayName: `Product${i}`, audience: `api://${id}` }] as const;
  });
  return { ...Object.fromEntries(others), starter: { displayName: "Starter", audience } };
}

function apis(size: number): NonNullable<ProductAuthOptions<string, string>["apis"]> {
  return Object.fromEntries(
    Array.from({ length: size }, (_, i) => [`api-${i}`, { path: `api-${i}`, products: ["starter"] }]),
  );
}

/** Decides the requests in turn. Each gets its header as a text of its own, as from a socket. */
function deciding(name: string, { auth, headers, url, requirement = auth.anyProduct }: Household): Contender {
  const sent = headers.map(([field, value]) => ({ field, value: Buffer.from(value, "latin1") }));
  let next = 0;
  return inProcess(name, (times) => {
    for (let i = 0; i < times; i++) {
      const { field, value } = sent[next++ % sent.length]!;
      const rawHeaders = ["Host", "localhost", "Accept", "*/*", field, value.toString("latin1")];
      const request = { method: "GET", url, rawHeaders } as unknown as IncomingMessage;
      const decision = auth.authorize(auth.viewOf(request), requirement);
      if (decision instanceof Promise || decision.outcome !== "admit")
        throw new Error(`${name}: not admitted`);
    }
  });
}

function tableOf(rows: Table["rows"]): Table {
  return {
    name: "growth",
    title: "Cost of a request as things grow",
    about:
      "CPU of one decision in V with cached tokens (keys for the row of subscriptions), as one number grows and the others stay constant: products configured, APIs found by path, subscriptions in memory, and different tokens in turn.",
    of: "what grows",
    columns: COLUMNS,
    rows,
  };
}
