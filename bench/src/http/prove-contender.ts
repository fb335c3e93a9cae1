import type { Driven } from "./drive.js";
import type { RunningContender } from "./contender.js";
import { FEW } from "./limits.js";

/**
 * Throws unless a contender answers a good token with 200 and refuses it with a bad signature, by 401; one with limits
 * must refuse the call after the last that has room, by 429.
 */
export async function proveContender(contender: RunningContender): Promise<void> {
  const answer = async (flow: "one token" | "bad signature") =>
    onlyStatus(await contender.ask("drive", { side: "guarded", flow, requests: 1, connections: 1 }));
  const good = await answer("one token");
  if (good !== 200) throw new Error(`${contender.name} answers a good token with ${good}`);
  if (contender.kind === "limited" || contender.kind === "limiter") await proveLimits(contender);
  if (CHECKS_NOTHING.includes(contender.kind)) return;
  const bad = await answer("bad signature");
  if (bad !== 401) throw new Error(`${contender.name} answers a bad signature with ${bad}, not with 401`);
}

const CHECKS_NOTHING: readonly RunningContender["kind"][] = ["bare", "marking", "limiter", "made bare"];

async function proveLimits(contender: RunningContender): Promise<void> {
  const ask = { side: "few", flow: "one token", requests: FEW + 1, connections: 1 } as const;
  const { statuses } = await contender.ask("drive", ask);
  if (statuses[200] !== FEW || statuses[429] !== 1)
    throw new Error(`${contender.name} does not count to ${FEW}: ${JSON.stringify(statuses)}`);
}

function onlyStatus({ statuses }: Driven): number {
  return Number(Object.keys(statuses)[0]);
}

/** Throws unless every request of a drive was answered with 200. */
export function expectAdmitted({ statuses, requests }: Driven, who: string): void {
  if (statuses[200] !== requests) throw new Error(`${who} does not admit: ${JSON.stringify(statuses)}`);
}
