import type { RedisConnection } from "./redis-connection.js";

/**
 * Looks for settings of Redis that can lose counters, and returns a sentence for each. A lost counter admits its limit
 * again. A cluster client is not asked, because each of its nodes has its own settings.
 */
export async function findingsIn(client: RedisConnection): Promise<string[]> {
  if (client.info === undefined || client.isReady === undefined) return [];
  const info = await client.info().then(String, asDenied);
  if (info === undefined)
    return ["Its settings cannot be read; allow INFO to this user to have eviction and persistence checked."];
  const policy = valueIn(info, "maxmemory_policy");
  const findings: string[] = [];
  if (policy !== undefined && policy !== "noeviction")
    findings.push(
      `maxmemory-policy is ${policy}, so Redis may evict counters, which then admit again; set noeviction.`,
    );
  if (valueIn(info, "aof_enabled") === "0" && (await savesNever(client)))
    findings.push(
      "Nothing is persisted, so counters end with the Redis process; set appendonly yes, or save for snapshots.",
    );
  return findings;
}

// Hosted servers often forbid CONFIG; whether they keep snapshots is then unknown.
async function savesNever(client: RedisConnection): Promise<boolean> {
  const answer = await client.configGet?.(["save"]).catch(asDenied);
  return (answer as { save?: unknown } | undefined)?.save === "";
}

function valueIn(info: string, name: string): string | undefined {
  return info
    .split("\r\n")
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);
}

/** Undefined for a command that the server or the rights of the user refuse; other errors go on. */
function asDenied(error: unknown): undefined {
  if (error instanceof Error && /^(NOPERM|ERR unknown command|ERR unknown subcommand)/.test(error.message))
    return undefined;
  throw error;
}
