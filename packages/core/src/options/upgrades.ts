import type { Problem } from "../lib/errors.js";
import type { AllowedOrigins } from "../upgrades/origins.js";
import { either, flag, literal, object, optional, seconds, type FormsOf, nothingLeft } from "./forms.js";
import { problemsIn, type Given } from "./given.js";
import { notOrigins, originListForm, originsOf } from "./origins.js";

/** WebSockets and other upgrades. */
export interface UpgradeOptions {
  /**
   * Origins of the pages that may open connections, such as `https://app.example`. Default: those of the option
   * `origins`; without either, every request with an `Origin`, which browsers send, is refused. `"any"` compares none.
   * Programs send none, and are not affected.
   */
  readonly origins?: readonly string[] | "any";
  /** Whether a connection is ended when its credential does not admit any more. Default true. */
  readonly endConnections?: boolean;
  /** Seconds for `onEnd` to close a connection, at most 30; then its socket is destroyed. Default 0.5. */
  readonly closeTimeout?: number;
  /**
   * Seconds for which a connection stays while a store or keys that are unavailable keep it from being checked again,
   * at most 3600. Default 60.
   */
  readonly recheckTimeout?: number;
}

/** The option about upgrades. */
export interface UpgradesOptions {
  /** WebSockets and other upgrades: which pages may connect, and when connections are ended. */
  readonly upgrades?: UpgradeOptions;
}

/** Upgrades as settled. All times in milliseconds. */
export interface UpgradeSettings {
  readonly origins: AllowedOrigins;
  readonly endConnections: boolean;
  readonly closeTimeout: number;
  readonly recheckTimeout: number;
}

/** For so long a connection goes on after its credential has ended. */
const MOST_CLOSE_TIMEOUT = 30;
/** For so long a suspension may go unseen on an open connection. */
const MOST_RECHECK_TIMEOUT = 3_600;

export const upgradesForms: FormsOf<UpgradesOptions> = {
  upgrades: optional(
    object<UpgradeOptions>({
      origins: optional(
        either([literal("any"), originListForm], 'a list of origins such as https://app.example, or "any"'),
      ),
      endConnections: optional(flag),
      closeTimeout: optional(seconds(MOST_CLOSE_TIMEOUT)),
      recheckTimeout: optional(seconds(MOST_RECHECK_TIMEOUT)),
    }),
  ),
};

export function upgradesProblems(given: Given<UpgradesOptions>): readonly Problem[] {
  return problemsIn(given, ["upgrades"], ({ upgrades: { origins = [] } = {} }) => {
    if (origins === "any") return [];
    const fix =
      'write scheme, host and port only, such as https://app.example; origins: "any" lets every page connect';
    return notOrigins("upgrades.origins", origins, fix);
  });
}

/** What settling upgrades takes besides their own option. */
interface UpgradeContext {
  /** The origins of all pages that may act for their users. */
  readonly origins: ReadonlySet<string>;
}

export function settleUpgrades(
  { upgrades = {}, ...left }: UpgradesOptions,
  { origins: pages }: UpgradeContext,
): UpgradeSettings {
  const { origins, endConnections = true, closeTimeout = 0.5, recheckTimeout = 60, ...more } = upgrades;
  nothingLeft(left);
  nothingLeft(more);
  return Object.freeze({
    origins: origins === undefined ? pages : origins === "any" ? origins : originsOf(origins),
    endConnections,
    closeTimeout: closeTimeout * 1000,
    recheckTimeout: recheckTimeout * 1000,
  });
}
