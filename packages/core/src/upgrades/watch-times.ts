import type { Access } from "../decision/decision.js";
import type { Settings } from "../options/settings.js";

/** When connections are decided again. All times in milliseconds. */
export interface WatchTimes {
  readonly endConnections: boolean;
  readonly closeTimeout: number;
  /** Records that a connection was admitted now. */
  confirm(connection: Watched): void;
  /** Records that a check begins. */
  begin(connection: Watched): void;
  /** Schedules another check, after one that could not be decided. */
  retry(connection: Watched): void;
  isDue(connection: Watched): boolean;
  /** Whether a connection may stay open although its check could not be decided. */
  mayWait(connection: Watched): boolean;
  /** Whether a check has not finished although the connection must not stay open without one. */
  isOverdue(connection: Watched): boolean;
}

/** The times of a connection. */
export interface Watched {
  readonly access: Access;
  /** When the first token of a policy expires. */
  readonly policyTokensEndAt: number;
  confirmedAt: number;
  /** When the current check began; undefined without one. */
  checkingSince: number | undefined;
  deadline: number;
  due: number;
}

/** Interval of checks that involve no store and no registry; an issuer may still withdraw its keys. */
const MAX_INTERVAL = 60_000;

/** Minimum time for a check that began late, because the machine slept or the clock was set. */
const MIN_CHECK_TIME = 2_000;

type WatchSettings = Pick<
  Settings,
  | "clock"
  | "clockTolerance"
  | "givenStore"
  | "givenRegistry"
  | "subscriptionDates"
  | "subscriptionTtl"
  | "upgrades"
>;

/** Makes the schedule for these settings. */
export function watchTimesOf({
  clock,
  clockTolerance,
  givenStore,
  givenRegistry,
  subscriptionDates,
  subscriptionTtl: ttl,
  upgrades: { endConnections, closeTimeout, recheckTimeout },
}: WatchSettings): WatchTimes {
  // The caches in front of store and registry keep a result for `ttl`, and another request may have filled them at any
  // time: checking more often finds a change soon after it expires.
  const intervalOf = ({ subscription, token }: Access): number => {
    const isStored =
      (givenStore !== undefined && subscription !== undefined) ||
      (givenRegistry !== undefined && token !== undefined);
    return isStored ? Math.min(MAX_INTERVAL, Math.max(1_000, ttl / 5)) : MAX_INTERVAL;
  };
  const deadlineOf = ({ access: { token, subscription }, policyTokensEndAt }: Watched): number => {
    const { endDate = Infinity, keyEndsAt = Infinity } = subscription ?? {};
    const expiry = token?.expiresAt === undefined ? Infinity : (token.expiresAt + clockTolerance) * 1000;
    return Math.min(expiry, policyTokensEndAt, keyEndsAt, subscriptionDates === "audit" ? Infinity : endDate);
  };
  const last = ({ confirmedAt, deadline }: Pick<Watched, "confirmedAt" | "deadline">) =>
    Math.min(confirmedAt + recheckTimeout, deadline);
  const next = (connection: Watched, now: number) => {
    connection.due = Math.min(now + intervalOf(connection.access), connection.deadline);
  };

  return {
    endConnections,
    closeTimeout,
    confirm(connection) {
      connection.confirmedAt = clock();
      connection.deadline = deadlineOf(connection);
      next(connection, connection.confirmedAt);
    },
    begin(connection) {
      connection.checkingSince = clock();
    },
    retry(connection) {
      next(connection, clock());
    },
    // After a clock was set back, the elapsed time is unknown.
    isDue(connection) {
      const now = clock();
      return now >= connection.due || now < connection.confirmedAt;
    },
    mayWait: (connection) => clock() < last(connection),
    isOverdue: (connection) =>
      connection.checkingSince !== undefined &&
      clock() >= Math.max(last(connection), connection.checkingSince + MIN_CHECK_TIME),
  };
}
