import type { Access } from "../decision/decision.js";
import type { Settings } from "../options/settings.js";

/** When connections are decided about again. Everything in milliseconds. */
export interface WatchTimes {
  readonly endConnections: boolean;
  readonly closeTimeout: number;
  /** Notes that a connection was admitted just now. */
  confirm(connection: Watched): void;
  /** Notes that a check begins. */
  begin(connection: Watched): void;
  /** Notes that it could not be found out. */
  retry(connection: Watched): void;
  isDue(connection: Watched): boolean;
  /** Whether a connection may stay although it could not be found out whether it may. */
  mayWait(connection: Watched): boolean;
  /** Whether a check is still under way although the connection may not stay without one. */
  isOverdue(connection: Watched): boolean;
}

/** What of a connection is about time. */
export interface Watched {
  readonly access: Access;
  confirmedAt: number;
  /** When the check began that is under way. */
  checkingSince: number | undefined;
  deadline: number;
  due: number;
}

/** Between checks of what no store and no registry can change; keys of issuers may still be withdrawn. */
const SELDOM = 60_000;

/** For the answer to a check that began late, because the machine slept or the clock was set. */
const LATE = 2_000;

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

/** The times that the options say. */
export function watchTimesOf({
  clock,
  clockTolerance,
  givenStore,
  hasClientRegistry,
  subscriptionDates,
  subscriptionTtl: ttl,
  upgrades: { endConnections, closeTimeout, recheckTimeout },
}: WatchSettings): WatchTimes {
  // The cache before the store keeps an answer for `ttl`, and other requests may have asked at any time: looking into
  // it more often finds a change soon after. Nothing is kept of what a registry says.
  const intervalOf = ({ subscription, token }: Access): number => {
    const byKey = givenStore !== undefined && subscription !== undefined ? ttl / 5 : SELDOM;
    const byClient = hasClientRegistry && token !== undefined ? ttl : SELDOM;
    return Math.min(SELDOM, Math.max(1_000, Math.min(byKey, byClient)));
  };
  const deadlineOf = ({ token, subscription }: Access): number => {
    const { endDate = Infinity, keyEndsAt = Infinity } = subscription ?? {};
    const expiry = token?.expiresAt === undefined ? Infinity : (token.expiresAt + clockTolerance) * 1000;
    return Math.min(expiry, keyEndsAt, subscriptionDates === "audit" ? Infinity : endDate);
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
      connection.deadline = deadlineOf(connection.access);
      next(connection, connection.confirmedAt);
    },
    begin(connection) {
      connection.checkingSince = clock();
    },
    retry(connection) {
      next(connection, clock());
    },
    // A clock that was set back says nothing about what has happened since.
    isDue(connection) {
      const now = clock();
      return now >= connection.due || now < connection.confirmedAt;
    },
    mayWait: (connection) => clock() < last(connection),
    isOverdue: (connection) =>
      connection.checkingSince !== undefined &&
      clock() >= Math.max(last(connection), connection.checkingSince + LATE),
  };
}
