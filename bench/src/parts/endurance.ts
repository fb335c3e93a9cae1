import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createProductAuth } from "@product-auth/core";
import { heapUsed } from "../measure/garbage.js";
import { figureNames, type Cell, type Column, type Table } from "../report/table.js";
import type { Part } from "./part.js";

const REQUESTS = 1_000_000;
const STEPS = 10;
const REMEMBERED = 10_000;

/** Memory that may come and go with compiled code and the like. */
const SLACK = 1_000_000;

/** Whether memory stays within its bound, however many different tokens come. */
export const endurance: Part = {
  name: "endurance",
  title: "Memory over 1,000,000 different tokens",
  says: "heap while 1,000,000 requests each bring another token, good and forged ones",
  seconds: 60,
  secondsAlone: 60,
  figures: (quick) => figureNames("endurance", ["product-auth"], columnsOf(stepFor(quick))),
  async measure({ quick, tell }) {
    const step = stepFor(quick);
    const remembers = quick ? REMEMBERED / 10 : REMEMBERED;
    const issuer = "https://issuer.example";
    const secret = randomBytes(32);
    // A shared secret, because a million RSA signatures take half an hour to make.
    const auth = createProductAuth({
      products: { starter: { displayName: "Starter", audience: "api://starter" } },
      issuers: [{ issuer, signingKeys: [{ secret: secret.toString("base64") }], algorithms: ["HS256"] }],
      tokenCacheSize: remembers,
    });
    await auth.ready();
    const requirement = auth.requirement({ product: "starter" });
    const decide = (token: string) => {
      const rawHeaders = ["Host", "localhost", "Authorization", `Bearer ${token}`];
      const request = { method: "GET", url: "/orders", rawHeaders } as unknown as IncomingMessage;
      return auth.authorize(auth.viewOf(request), requirement);
    };
    const make = tokenMaker(issuer, secret);
    const heaps: number[] = [];
    for (let done = 0; done < STEPS; done++) {
      for (let i = 0; i < step; i++) {
        const isForged = i % 4 === 3;
        const decision = decide(make(isForged));
        if (decision instanceof Promise || decision.outcome !== (isForged ? "refuse" : "admit"))
          throw new Error(`a ${isForged ? "forged" : "good"} token was decided wrongly`);
      }
      heaps.push(heapUsed());
      tell((done + 1) / STEPS, `${((done + 1) * step).toLocaleString("en")} requests`);
    }
    const { rememberedTokens } = auth.health();
    await auth.close();
    return { tables: [tableOf(heaps, step, remembers, rememberedTokens)] };
  },
};

/** Makes tokens that are all different; a forged one has a signature that does not hold. */
function tokenMaker(issuer: string, secret: Buffer): (forged: boolean) => string {
  const header = encode({ alg: "HS256", typ: "JWT", kid: "shared" });
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: "api://starter",
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
    { title: "tokens remembered", unit: "count" },
  ];
}

function tableOf(heaps: readonly number[], step: number, remembers: number, remembered: number): Table {
  const first = heaps[0]!;
  const last = heaps.at(-1)!;
  const total = (step * STEPS).toLocaleString("en");
  const cells: Cell[] = [
    { value: first },
    { value: last },
    { value: last - first, target: { atMost: SLACK } },
    { value: remembered, target: { atMost: remembers } },
  ];
  return {
    name: "endurance",
    title: `Memory over ${total} different tokens`,
    about: `Bytes on the heap after garbage collection, when the first ${step.toLocaleString("en")} requests have filled the cache of ${remembers.toLocaleString("en")} tokens, and after ${total}. Three of four tokens are good and one is forged; every token is different.`,
    of: "instance",
    columns: columnsOf(step),
    rows: [{ name: "product-auth", kind: "ours", cells }],
  };
}
