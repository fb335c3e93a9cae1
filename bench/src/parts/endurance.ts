import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { heapUsed } from "../measure/garbage.js";
import { figureNames, type Cell, type Column, type Table } from "../report/table.js";
import type { Part } from "./part.js";

const REQUESTS = 1_000_000;
const STEPS = 10;
const REMEMBERED = 10_000;

/** Memory that may come and go with compiled code and the like. */
const SLACK = 1_000_000;
/** The same of the whole process, whose allocator gives little back. */
const RESIDENT_SLACK = 32 * 1024 * 1024;

const AUDIENCE = "api://starter";
const CALLS = 100_000_000;

/** Limits and policies that every request passes; each has another address, so another counter. */
const limited = {
  policies: {
    ipFilter: { action: "forbid", addresses: ["192.0.2.0/24"] },
    validateJwt: { audiences: [AUDIENCE] },
    rateLimitByKey: [{ calls: CALLS, renewalPeriod: 3600, counterKey: ["ip"] }],
  },
  product: {
    rateLimit: { calls: CALLS, renewalPeriod: 60 },
    quota: { calls: CALLS, renewalPeriod: 604_800 },
  },
} satisfies Limited;

interface Limited {
  readonly policies?: ProductAuthOptions["policies"];
  readonly product?: Partial<ProductAuthOptions["products"][string]>;
}

const CONTENDERS: Readonly<Record<string, Limited>> = {
  "product-auth": {},
  "product-auth, limits and policies": limited,
};

/** What an instance took. */
interface Held {
  readonly heaps: readonly number[];
  readonly resident: readonly number[];
  readonly tokens: number;
}

/** Whether memory stays within its bound, however many different tokens come. */
export const endurance: Part = {
  name: "endurance",
  title: "Memory over 1,000,000 different tokens",
  says: "memory while 1,000,000 requests each bring another token, good and forged ones, without and with limits and policies",
  seconds: 150,
  secondsAlone: 150,
  figures: (quick) => figureNames("endurance", Object.keys(CONTENDERS), columnsOf(stepFor(quick))),
  async measure({ quick, tell }) {
    const step = stepFor(quick);
    const remembers = quick ? REMEMBERED / 10 : REMEMBERED;
    const held = new Map<string, Held>();
    for (const [name, given] of Object.entries(CONTENDERS)) {
      const before = held.size * STEPS;
      const all = Object.keys(CONTENDERS).length * STEPS;
      held.set(
        name,
        await endure(given, step, remembers, (done) =>
          tell((before + done) / all, `${name}: ${(done * step).toLocaleString("en")} requests`),
        ),
      );
    }
    return { tables: [tableOf(held, step, remembers)] };
  },
};

async function endure(
  { policies, product }: Limited,
  step: number,
  remembers: number,
  tell: (done: number) => void,
): Promise<Held> {
  const issuer = "https://issuer.example";
  const secret = randomBytes(32);
  // A shared secret, because a million RSA signatures take half an hour to make.
  const auth = createProductAuth({
    products: { starter: { displayName: "Starter", audience: AUDIENCE, ...product } },
    issuers: [{ issuer, signingKeys: [{ secret: secret.toString("base64") }], algorithms: ["HS256"] }],
    tokenCacheSize: remembers,
    counters: { max: remembers },
    ...(policies !== undefined && { policies }),
  });
  await auth.ready();
  const requirement = auth.requirement({ product: "starter" });
  const decide = (token: string, number: number) => {
    const rawHeaders = ["Host", "localhost", "Authorization", `Bearer ${token}`];
    const request = { method: "GET", url: "/orders", rawHeaders } as unknown as IncomingMessage;
    const address = () => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    return auth.authorize(auth.viewOf(request, "/orders", undefined, address), requirement);
  };
  const make = tokenMaker(issuer, secret);
  const heaps: number[] = [];
  const resident: number[] = [];
  for (let done = 0; done < STEPS; done++) {
    for (let i = 0; i < step; i++) {
      const isForged = i % 4 === 3;
      const decision = decide(make(isForged), done * step + i);
      if (decision instanceof Promise || decision.outcome !== (isForged ? "refuse" : "admit"))
        throw new Error(`a ${isForged ? "forged" : "good"} token was decided wrongly`);
    }
    heaps.push(heapUsed());
    resident.push(process.memoryUsage.rss());
    tell(done + 1);
  }
  const { rememberedTokens: tokens } = auth.health();
  await auth.close();
  return { heaps, resident, tokens };
}

/** Makes tokens that are all different; a forged one has a signature that does not hold. */
function tokenMaker(issuer: string, secret: Buffer): (forged: boolean) => string {
  const header = encode({ alg: "HS256", typ: "JWT", kid: "shared" });
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: AUDIENCE,
    sub: "client",
    client_id: "client",
    roles: ["Product.Starter.All"],
    iat: now,
    nbf: now,
    exp: now + 6 * 3600,
    padding: "-".repeat(500), // of the size of Entra's
  };
  let made = 0;
  return (forged) => {
    const input = `${header}.${encode({ ...claims, jti: `token-${made++}` })}`;
    const key = forged ? Buffer.alloc(32) : secret;
    return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
  };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const stepFor = (quick: boolean) => (quick ? REQUESTS / 10 : REQUESTS) / STEPS;

function columnsOf(step: number): readonly Column[] {
  return [
    { title: `after ${step.toLocaleString("en")}`, unit: "bytes" },
    { title: `after ${(step * STEPS).toLocaleString("en")}`, unit: "bytes" },
    { title: "growth", unit: "bytes" },
    { title: "growth of resident memory", unit: "bytes" },
    { title: "tokens remembered", unit: "count" },
  ];
}

function tableOf(held: ReadonlyMap<string, Held>, step: number, remembers: number): Table {
  const total = (step * STEPS).toLocaleString("en");
  return {
    name: "endurance",
    title: `Memory over ${total} different tokens`,
    about: `Bytes on the heap after garbage collection, when the first ${step.toLocaleString("en")} requests have filled the caches of ${remembers.toLocaleString("en")} tokens and counters, and after ${total}. Three of four tokens are good and one is forged; every token is different, and so is every caller's address. In the second row each request passes an address filter, a token policy, two rate limits and a quota.`,
    of: "instance",
    columns: columnsOf(step),
    rows: [...held].map(([name, { heaps, resident, tokens }]) => ({
      name,
      kind: "ours",
      cells: [
        { value: heaps[0]! },
        { value: heaps.at(-1)! },
        { value: heaps.at(-1)! - heaps[0]!, target: { atMost: SLACK } },
        { value: resident.at(-1)! - resident[0]!, target: { atMost: RESIDENT_SLACK } },
        { value: tokens, target: { atMost: remembers } },
      ] satisfies Cell[],
    })),
  };
}
