import type { RedisConnection } from "./redis-connection.js";
import { scriptOf } from "./script-of.js";

/** A change of one subscription, with every Redis key it touches. */
export interface Change {
  readonly subscription: string;
  /** The document that must be stored now; empty for none. */
  readonly expected: string;
  /** The new document; empty to remove it. */
  readonly document: string;
  /** Its member in the sorted sets of `joins` and `leaves`. */
  readonly member: string;
  readonly channel: string;
  readonly message: string;
  /** Keys that must not exist yet, with their values. */
  readonly fresh: readonly (readonly [key: string, value: string])[];
  /** Keys to overwrite, with their values. */
  readonly kept: readonly (readonly [key: string, value: string])[];
  /** Keys to remove. */
  readonly gone: readonly string[];
  readonly leaves: readonly string[];
  readonly joins: readonly string[];
}

/** `changed`: the stored document differs from `expected`. `taken`: a fresh key exists. In both cases nothing was written. */
export type Outcome = "done" | "changed" | "taken";

// Everything is checked before anything is written: Redis runs a script whole, but does not roll one back. Every key is
// named in KEYS, as a cluster demands. The message is part of the script, so it is published only for a change that was made.
const script = scriptOf(`
local counts = cjson.decode(ARGV[6])
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 'changed' end
for i = 2, 1 + counts.fresh do
  if redis.call('EXISTS', KEYS[i]) == 1 then return 'taken' end
end
local at = 1
for i = 1, counts.fresh + counts.kept do redis.call('SET', KEYS[at + i], ARGV[6 + i]) end
at = at + counts.fresh + counts.kept
for i = 1, counts.gone do redis.call('DEL', KEYS[at + i]) end
at = at + counts.gone
for i = 1, counts.leaves do redis.call('ZREM', KEYS[at + i], ARGV[3]) end
at = at + counts.leaves
for i = 1, counts.joins do redis.call('ZADD', KEYS[at + i], 0, ARGV[3]) end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2]) end
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 'done'
`);

/** Makes a change, all of it or nothing, when the document is still the expected one. */
export async function compareAndSet(client: RedisConnection, change: Change): Promise<Outcome> {
  const { fresh, kept, gone, leaves, joins } = change;
  const counts = {
    fresh: fresh.length,
    kept: kept.length,
    gone: gone.length,
    leaves: leaves.length,
    joins: joins.length,
  };
  const written = [...fresh, ...kept];
  const call = {
    keys: [change.subscription, ...written.map(([key]) => key), ...gone, ...leaves, ...joins],
    arguments: [
      change.expected,
      change.document,
      change.member,
      change.channel,
      change.message,
      JSON.stringify(counts),
      ...written.map(([, value]) => value),
    ],
  };
  return (await script(client, call)) as Outcome;
}
