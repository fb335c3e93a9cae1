import { hash } from "node:crypto";
import type { RedisConnection } from "./redis-connection.js";

/** Runs a script with its keys and arguments. */
export type RunScript = (
  client: RedisConnection,
  call: { keys: string[]; arguments: string[] },
) => Promise<unknown>;

/** Makes the function that runs a script by its digest, and sends it again when the server has forgotten it. */
export function scriptOf(source: string): RunScript {
  const sha1 = hash("sha1", source);
  return async function runScript(client, call) {
    try {
      return await client.evalSha(sha1, call);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return client.eval(source, call);
    }
  };
}
