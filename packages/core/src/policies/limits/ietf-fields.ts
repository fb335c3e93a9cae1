import { retrySeconds } from "../../lib/retry-seconds.js";
import { endOfPeriod } from "./fixed-window.js";
import type { LimitPolicy } from "./limit-policy.js";
import type { LimitUse } from "./limit-use.js";

/** The header fields of draft-ietf-httpapi-ratelimit-headers-11. */
export interface IetfFields {
  readonly "ratelimit-policy": string;
  readonly ratelimit?: string;
}

/** The fields of an admitted response: every limit that counted the call, what is left of it, and when it is whole again at the latest. */
export function ietfAdmitted(uses: readonly LimitUse[], now: number): IetfFields | undefined {
  if (uses.length === 0) return undefined;
  return {
    "ratelimit-policy": policiesOf(uses),
    ratelimit: uses
      .map((use) => {
        const reset = resetOf(use, now);
        const t = reset === undefined ? "" : `;t=${retrySeconds(reset)}`;
        return `${nameOf(use.policy)};r=${Math.max(0, use.limit - use.used)}${t}`;
      })
      .join(", "),
  };
}

/** The fields of a refused response: of the limits without room, when they have it again. What is left of others is unknown. */
export function ietfRefused(uses: readonly LimitUse[], waits: readonly number[]): IetfFields {
  const without = uses.flatMap(({ policy }, i) => {
    const wait = waits[i]!;
    if (wait === 0) return [];
    return [`${nameOf(policy)};r=0${Number.isFinite(wait) ? `;t=${retrySeconds(wait)}` : ""}`];
  });
  return { "ratelimit-policy": policiesOf(uses), ratelimit: without.join(", ") };
}

const policiesOf = (uses: readonly LimitUse[]): string =>
  uses
    .map(({ policy }) => {
      const { kind, limit, period } = policy;
      const unit = kind === "bandwidth" ? ';qu="content-bytes"' : "";
      return `${nameOf(policy)};q=${limit}${unit}${period === 0 ? "" : `;w=${period / 1000}`}`;
    })
    .join(", ");

// Milliseconds until all of it is left, if no other call comes; undefined for a quota that is never renewed.
function resetOf(use: LimitUse, now: number): number | undefined {
  const { kind, period, limit, used } = use;
  if (kind === "sliding-window") return period;
  if (kind === "token-bucket") return (used * period) / limit;
  if (period === 0) return undefined;
  return endOfPeriod(use, now) - now;
}

/** The name of a limit, as a string of RFC 9651: its counter's, else its place. */
function nameOf({ kind, place: { place, name, index } }: LimitPolicy): string {
  const own = name ?? place.slice(place.indexOf(":") + 1).replace(/[^\w./-]/g, "_");
  const number = name !== undefined || index === 0 ? "" : `-${index + 1}`;
  return `"${own}${kind === "rate" ? "" : `-${kind}`}${number}"`;
}
