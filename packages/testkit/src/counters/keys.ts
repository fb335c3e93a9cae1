import assert from "node:assert/strict";
import type { CounterKind } from "@product-auth/core/counters";
import type { CounterCase } from "./counter-room.js";
import { sampleCounter, START } from "./sample-counter.js";

const ODD = [
  "",
  " ",
  "a",
  "A",
  "a ",
  "k",
  "x6100",
  "a\0",
  "\0",
  "{a}",
  "}{",
  "a:b",
  "a b",
  "%61",
  "'; DROP TABLE counters; --",
  '"$1"',
  "*",
  "[a-z]",
  "\r\n$3\r\nDEL",
  "__proto__",
  "constructor",
  "ü",
  "u\u0308",
  "😀",
  "\ufffd",
  "\ud800",
  "\udc00",
  "\udc00\ud800",
  "a\ud83d",
];
const LONG = [
  "a".repeat(512),
  `${"a".repeat(511)}b`,
  "ü".repeat(512),
  "😀".repeat(256),
  "\ud800".repeat(512),
  "\0".repeat(512),
];

/** Keys may hold any text, up to 512 characters: each text is a separate counter. */
export function keys(it: CounterCase, kinds: readonly CounterKind[]): void {
  for (const kind of kinds) {
    it(`${kind}: each text is a separate counter, also half a surrogate pair and U+0000`, async (open) => {
      const [one, other] = [await open(), await open()];
      const counters = [...ODD, ...LONG].map((key) => sampleCounter(kind, { key }));
      for (const counter of counters)
        assert.deepEqual(await one.take([counter], START), { used: [1] }, name(counter.key));
      for (const counter of counters) {
        assert.deepEqual(await other.read([counter], START), [1], name(counter.key));
        assert.deepEqual(await other.take([counter], START), { waits: [60_000] }, name(counter.key));
      }
      await other.reset(ODD);
      const used = await one.read(counters, START);
      assert.deepEqual(used, [...ODD.map(() => 0), ...LONG.map(() => 1)]);
    });
  }
}

const name = (key: string) => JSON.stringify(key).slice(0, 40);
