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
  | "hasClientRegistry"
  | "subscriptionDates"
  | "subscriptionTtl"
  | "upgrades"
>;

/** Makes the schedule for these settings. */
export function watchTimesOf({
  clock,
  clockTolerance,
  givenStore,
  hasClientRegistry,
  subscriptionDates,
  subscriptionTtl: ttl,
  upgrades: { endConnections, closeTimeout, recheckTimeout },
}: WatchSettings): WatchTimes {
  // The cache in front of the store keeps a result for `ttl`, and another request may have filled it at any time: checking
  // more often finds a change soon after it expires. Results of a registry are not cached.
  const intervalOf = ({ subscription, token }: Access): number => {
    const byKey = givenStore !== undefined && subscription !== undefined ? ttl / 5 : MAX_INTERVAL;
    const byClient = hasClientRegistry && token !== undefined ? ttl : MAX_INTERVAL;
    return Math.min(MAX_INTERVAL, Math.max(1_000, Math.min(byKey, byClient)));
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
