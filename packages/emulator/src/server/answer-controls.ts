import type { IncomingMessage } from "node:http";
import { checkShape, isRecord, type Kind, kinds, oneOf, whole } from "../options/check-shape.js";
import { type Answer, textAnswer } from "./answer.js";
import {
  type EndpointName,
  endpointNames,
  type Faults,
  type Garbage,
  garbageKinds,
  type ThrottledEndpoint,
} from "./faults.js";
import { type Breakage, breakages, type GraphOperation, graphOperations } from "./graph-faults.js";
import { readBody } from "./read-body.js";

/**
 * Sets faults by HTTP: JSON named like the calls of `entra.faults`. Either all of it is valid, or none of it is applied.
 * A page of another site cannot call it: the content type needs a preflight, which is not answered.
 */
export async function answerControls(
  faults: Faults,
  method: string,
  request: IncomingMessage,
): Promise<Answer> {
  if (method !== "POST") return textAnswer(405, "Faults are set with POST.\n", { Allow: "POST" });
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? ""))
    return textAnswer(415, "Send Content-Type: application/json.\n");
  const body = await readBody(request);
  if (body === undefined) return textAnswer(413, "The document is too large.\n", { Connection: "close" });
  const problems: string[] = [];
  const wanted = readWish(body, problems);
  if (wanted === undefined) return textAnswer(400, `${problems.join("\n")}\n`);
  applyFaults(faults, wanted);
  return textAnswer(204, "");
}

interface FaultWish {
  clear?: true;
  outage?: boolean | { path?: EndpointName; status?: number; refuse?: boolean };
  slow?: { milliseconds: number; path?: EndpointName };
  drip?: { bytesPerSecond: number; path?: EndpointName };
  garbage?: { kind: Garbage; path?: EndpointName };
  hang?: true | { path?: EndpointName };
  throttle?: { seconds: number; path?: ThrottledEndpoint };
  replication?: number;
  lifetimePolicy?: number;
  break?: { call: number; how: Breakage; operation?: GraphOperation };
}

const path = oneOf(...endpointNames);
const flagOr = (description: string, flags: readonly boolean[]): Kind => ({
  description: `${flags.join(" or ")} or ${description}`,
  fits: (value) => isRecord(value) || flags.includes(value as boolean),
});
const shape: Record<keyof FaultWish, Kind> = {
  clear: { description: "true", fits: (value) => value === true },
  outage: flagOr("{ path, status, refuse }", [true, false]),
  slow: kinds.record,
  drip: kinds.record,
  garbage: kinds.record,
  hang: flagOr("{ path }", [true]),
  throttle: kinds.record,
  replication: whole(0, 31_536_000),
  lifetimePolicy: whole(0, 36_500),
  break: kinds.record,
};
const members: Record<
  Exclude<keyof FaultWish, "clear" | "replication" | "lifetimePolicy">,
  Record<string, Kind>
> = {
  outage: { path, status: whole(200, 599), refuse: kinds.flag },
  slow: { milliseconds: whole(0, 3_600_000), path },
  drip: { bytesPerSecond: whole(0, 1_000_000_000), path },
  garbage: { kind: oneOf(...garbageKinds), path },
  hang: { path },
  throttle: { seconds: whole(0, 31_536_000), path: oneOf("token", "graph") },
  break: { call: whole(1, 1_000_000), how: oneOf(...breakages), operation: oneOf(...graphOperations) },
};
const required: Partial<Record<keyof FaultWish, readonly string[]>> = {
  ...{ slow: ["milliseconds"], drip: ["bytesPerSecond"] },
  ...{ garbage: ["kind"], throttle: ["seconds"], break: ["call", "how"] },
};

function readWish(body: string, problems: string[]): FaultWish | undefined {
  const wish = parse(body);
  if (!isRecord(wish)) {
    problems.push('The body is not a JSON object: write { "outage": { "path": "token" } }.');
    return undefined;
  }
  checkShape(wish, "", shape, problems);
  for (const [name, known] of Object.entries(members)) {
    const value = Object.hasOwn(wish, name) ? wish[name] : undefined;
    if (!isRecord(value)) continue;
    checkShape(value, name, known, problems);
    for (const needed of required[name as keyof FaultWish] ?? [])
      if (!Object.hasOwn(value, needed)) problems.push(`${name}.${needed}: is missing.`);
  }
  return problems.length === 0 ? wish : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function applyFaults(faults: Faults, wish: FaultWish): void {
  const { clear, outage, slow, drip, garbage, hang, throttle, replication, lifetimePolicy } = wish;
  if (clear === true) faults.clear();
  if (outage !== undefined) faults.outage(outage);
  if (slow !== undefined) faults.slow(slow.milliseconds, slow.path);
  if (drip !== undefined) faults.drip(drip.bytesPerSecond, drip.path);
  if (garbage !== undefined) faults.garbage(garbage.kind, garbage.path);
  if (hang !== undefined) faults.hang(hang === true ? undefined : hang.path);
  if (throttle !== undefined) faults.throttle(throttle.seconds, throttle.path);
  if (replication !== undefined) faults.replication(replication);
  if (lifetimePolicy !== undefined) faults.lifetimePolicy(lifetimePolicy);
  if (wish.break !== undefined) faults.break(wish.break);
}
