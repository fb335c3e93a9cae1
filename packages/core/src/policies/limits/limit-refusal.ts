import type { LimitFinding, ResponseHeaders } from "../../decision/decision.js";
import { retrySeconds } from "../../lib/retry-seconds.js";
import type { RefusalCode } from "../../refusals/refusals.js";
import type { LimitUse } from "./limit-use.js";
import type { LimitKind, LimitPolicy } from "./limit-policy.js";

/** A refusal for a limit without room. */
export interface LimitRefusal {
  readonly code: Extract<RefusalCode, "rate_exceeded" | "quota_exceeded" | "bandwidth_exceeded">;
  readonly message: string;
  readonly headers: ResponseHeaders;
  readonly limit: LimitFinding;
}

const CODES = { rate: "rate_exceeded", quota: "quota_exceeded", bandwidth: "bandwidth_exceeded" } as const;

/**
 * The refusal for the limits that have no room: rates before quotas, and of these the longest wait. `waits` is in
 * milliseconds; Infinity for a quota that is never renewed. `fields` are header fields to send.
 */
export function refusalOf(
  limits: readonly LimitUse[],
  waits: readonly number[],
  fields: Readonly<Record<string, string>>,
): LimitRefusal {
  const at = worstOf(limits, waits);
  const { policy } = limits[at]!;
  const wait = waits[at]!;
  const seconds = Number.isFinite(wait) ? retrySeconds(wait) : undefined;
  return {
    code: CODES[policy.kind],
    message: messageOf(policy.kind, seconds),
    headers:
      seconds === undefined
        ? fields
        : { ...fields, [policy.fields.retryAfter ?? "retry-after"]: String(seconds) },
    limit: findingOf(policy, seconds),
  };
}

/** The place of the limit that the answer names. */
function worstOf(limits: readonly LimitUse[], waits: readonly number[]): number {
  let worst = -1;
  for (let i = 0; i < limits.length; i++) {
    const wait = waits[i]!;
    if (!(wait > 0)) continue;
    const isRate = limits[i]!.policy.kind === "rate";
    const wasRate = worst !== -1 && limits[worst]!.policy.kind === "rate";
    if (worst === -1 || (isRate === wasRate ? wait > waits[worst]! : isRate)) worst = i;
  }
  return worst;
}

/** The text for the caller. The texts are the gateway's own, byte for byte, "1 seconds" included. */
export function messageOf(kind: LimitKind, seconds: number | undefined): string {
  if (kind === "rate") return `Rate limit is exceeded. Try again in ${seconds} seconds.`;
  const out = kind === "quota" ? "Out of call volume quota." : "Out of bandwidth quota.";
  return seconds === undefined ? out : `${out} Quota will be replenished in ${clockText(seconds)}.`;
}

/** `hh:mm:ss`, and from a day on `d.hh:mm:ss`. */
function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return `${days > 0 ? `${days}.` : ""}${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
}

function findingOf(
  { kind, place, limit, period }: LimitPolicy,
  retryAfter: number | undefined,
): LimitFinding {
  return Object.freeze({
    kind,
    place: place.place,
    ...(place.name !== undefined && { name: place.name }),
    ...(kind === "bandwidth" ? { bandwidth: limit / 1024 } : { calls: limit }),
    renewalPeriod: period / 1000,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}
