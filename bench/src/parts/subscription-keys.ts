import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createProductAuth } from "@product-auth/core";
import { digestKey, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { bytesUsed } from "../measure/garbage.js";
import { inProcess } from "../measure/in-process.js";
import { median } from "../measure/median.js";
import { ratio } from "../measure/ratios.js";
import { measureRounds, type Contender } from "../measure/rounds.js";
import { figureNames, type Column, type Row, type Table } from "../report/table.js";
import { keyOf, subscriptionsOf, textsFor } from "../subscriptions/many-subscriptions.js";
import type { Part } from "./part.js";

const SIZES = [1, 10_000, 1_000_000];
const ASKED = 10_000;

const TEXT_ALONE = "the text of the key alone";

/** Fewer than this, and what a heap holds besides is more than what they take. */
const WEIGHABLE = 10_000;

/** Stores of this many subscriptions are weighed ten at a time, for the same reason. */
const LIGHT = 10_000;

const sizesFor = (quick: boolean) => (quick ? SIZES.map((size) => Math.min(size, 100_000)) : SIZES);

const rowOf = (size: number) => `${size.toLocaleString("en")} subscriptions`;

const COLUMNS: readonly Column[] = [
  { title: "key check", unit: "times" },
  { title: "against SHA-256 and a bare Map", unit: "times" },
  { title: "SHA-256 and a bare Map", unit: "times", better: "none" },
  { title: "look-up", unit: "times" },
  { title: "unknown key", unit: "times" },
  { title: "bytes each, texts included", unit: "bytes" },
  { title: "time to load", unit: "milliseconds" },
];

/** Subscriptions in memory: what a key check costs, and what each of them takes. */
export const subscriptionKeys: Part = {
  name: "subscription-keys",
  title: "One subscription-key check",
  says: "1, 10,000 and 1,000,000 subscriptions in memory: a key check against a bare SHA-256 of the key, bytes each",
  seconds: 45,
  secondsAlone: 45,
  figures: (quick) =>
    sizesFor(quick).flatMap((size) =>
      figureNames(
        "subscription-keys",
        [rowOf(size)],
        COLUMNS.filter(({ unit }) => unit !== "bytes" || size >= WEIGHABLE),
      ),
    ),
  async measure({ quick, tell }) {
    const sizes = sizesFor(quick);
    const rows: Row[] = [];
    const units: number[] = [];
    for (const [at, size] of sizes.entries()) {
      tell(at / sizes.length, `${size.toLocaleString("en")} subscriptions`);
      const { row, bare } = await look(size, quick);
      rows.push(row);
      units.push(bare);
    }
    return { tables: [tableOf(rows, median(units))] };
  },
};

async function look(size: number, quick: boolean): Promise<{ row: Row; bare: number }> {
  const texts = textsFor(size);
  const before = bytesUsed();
  const from = performance.now();
  const store = new MemorySubscriptionRepository(subscriptionsOf(texts));
  const milliseconds = performance.now() - from;
  const others = Array.from(
    { length: size > LIGHT ? 0 : 9 },
    () => new MemorySubscriptionRepository(subscriptionsOf(texts)),
  );
  // The store keeps nothing of the texts that it is given: its bytes are all that a subscription takes.
  const weight = (bytesUsed() - before) / (1 + others.length) / size;

  const bareMap = new Map(texts.digests.map((digest, at) => [digest, at]));
  const auth = createProductAuth({
    products: { pro: { displayName: "Pro", accepts: ["key"] } },
    subscriptions: store,
  });
  const requirement = auth.requirement({ product: "pro" });
  const step = 7919; // a prime: neighbours in time are no neighbours in memory
  const known = Array.from({ length: ASKED }, (_, i) => fresh(keyOf((i * step) % size, "primary")));
  const unknown = Array.from({ length: ASKED }, (_, i) => fresh(keyOf(i, "unknown")));
  const isAdmitted = (key: string) => {
    const rawHeaders = ["Host", "localhost", "Accept", "*/*", "Ocp-Apim-Subscription-Key", key];
    const request = { method: "GET", url: "/orders", rawHeaders } as unknown as IncomingMessage;
    const decision = auth.authorize(auth.viewOf(request), requirement);
    return !(decision instanceof Promise) && decision.outcome === "admit";
  };
  const isFound = (key: string) => store.findByKeyDigest(digestKey(key)) !== undefined;
  const samples = await measureRounds(
    [
      over(TEXT_ALONE, known, (key) => key !== ""),
      over("bare", known, (key) => hash("sha256", key, "base64url") !== ""),
      over("check", known, isAdmitted),
      over("map", known, (key) => bareMap.has(hash("sha256", key, "base64url"))),
      over("look-up", known, isFound),
      over("unknown", unknown, (key) => !isAdmitted(key)),
    ],
    quick ? { rounds: 3, milliseconds: 30 } : { rounds: 11, milliseconds: 80, warmUp: 2 },
  );
  await auth.close();
  // Having the text of the key at all is taken off every figure.
  const text = samples.get(TEXT_ALONE)!;
  const costOf = (name: string) => samples.get(name)!.map((cost, round) => cost - text[round]!);
  const bare = costOf("bare");
  const cost = (name: string) => ratio(costOf(name), bare);
  const row: Row = {
    name: rowOf(size),
    kind: "ours",
    cells: [
      cost("check"),
      { ...ratio(costOf("check"), costOf("map")), target: { atMost: 2 } },
      cost("map"),
      cost("look-up"),
      cost("unknown"),
      size < WEIGHABLE ? undefined : { value: weight, target: { atMost: 200 } },
      { value: milliseconds },
    ],
  };
  return { row, bare: median(bare) };
}

/** A text in memory of its own, as if it had come with a request. */
const fresh = (text: string) => Buffer.from(text, "latin1");

function over(name: string, texts: readonly Buffer[], isRight: (text: string) => boolean): Contender {
  let next = 0;
  return inProcess(name, (times) => {
    for (let i = 0; i < times; i++) {
      if (!isRight(texts[next++ % texts.length]!.toString("latin1")))
        throw new Error(`${name}: a wrong answer`);
    }
  });
}

function tableOf(rows: readonly Row[], bare: number): Table {
  return {
    name: "subscription-keys",
    title: "One subscription-key check",
    about: `CPU in units of one bare SHA-256 of the key (${bare.toFixed(2)} µs here): the whole check of a request with a key in its header, including the decision, and the same in units of the minimum of a key check, the digest and a lookup in a bare \`Map\` of all digests; the lookup alone; the check of an unknown key. ${ASKED.toLocaleString("en")} keys are in use. Bytes are all that the store takes for one subscription with two keys, digests, id, name and owner.`,
    of: "store",
    columns: COLUMNS,
    rows,
  };
}
