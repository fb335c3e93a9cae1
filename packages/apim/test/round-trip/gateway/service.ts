import type { X509Certificate } from "node:crypto";
import type { Import } from "#src/import-configuration.js";
import type { TokenUse } from "#src/meaning/token-use.js";
import type { ImportReport, PlacedRule } from "#src/report/report.js";
import type { Issuer } from "../world/issuers.js";

/** A subscription whose keys the tests know. */
export interface KeyedSubscription {
  readonly id: string;
  readonly scope: string;
  readonly state: string;
  readonly primaryKey: string;
  readonly secondaryKey?: string;
  readonly startDate?: string;
}

/** What an interpreter of a report must know besides it. */
export interface Service {
  readonly report: ImportReport;
  /** Scopes that are left out of the catalog: those of the report, and those that cannot be written. */
  readonly held: ReadonlySet<string>;
  /** Calls that the gateway answers itself: the application does not know them. */
  readonly answered: Import["answered"];
  /** What rules do with variables of tokens, which the report does not say. */
  readonly tokens: Import["tokens"];
  readonly names: DisplayNames;
  readonly subscriptions: readonly KeyedSubscription[];
  /** Values of `${env:NAME}`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The metadata at the address of a discovery document. */
  issuerAt(address: string): Issuer | undefined;
  readonly authorities: readonly X509Certificate[];
}

/** Conditions may name an API, operation or product by its display name. */
export interface DisplayNames {
  readonly apis: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, string>;
  /** By `api/operation`. */
  readonly operations: ReadonlyMap<string, string>;
}

/** A rule with what it does with a variable of a token. */
export interface UsingRule extends PlacedRule {
  readonly use: TokenUse | undefined;
}
