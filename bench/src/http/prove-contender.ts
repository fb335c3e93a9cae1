import type { Driven } from "./drive.js";
import type { RunningContender } from "./contender.js";

/** Throws unless a contender answers a good token with 200 and refuses it with a bad signature, by 401. */
export async function proveContender(contender: RunningContender): Promise<void> {
  const answer = async (flow: "one token" | "bad signature") =>
    onlyStatus(await contender.ask("drive", { side: "guarded", flow, requests: 1, connections: 1 }));
  const good = await answer("one token");
  if (good !== 200) throw new Error(`${contender.name} answers a good token with ${good}`);
  if (contender.kind === "bare" || contender.kind === "marking") return;
  const bad = await answer("bad signature");
  if (bad !== 401) throw new Error(`${contender.name} answers a bad signature with ${bad}, not with 401`);
}

function onlyStatus({ statuses }: Driven): number {
  return Number(Object.keys(statuses)[0]);
}

/** Throws unless every request of a drive was answered with 200. */
export function expectAdmitted({ statuses, requests }: Driven, who: string): void {
  if (statuses[200] !== requests) throw new Error(`${who} does not admit: ${JSON.stringify(statuses)}`);
}
