import type { CredentialKind } from "@product-auth/core";
import type { MarkedDemand, MarkedPolicy, NormalizedDemand } from "@product-auth/core/adapter";

/** Every route of an application with what it demands. Plain data, and a page of text as a string: `${report}`. */
export interface RouteReport {
  /** Every route, sorted by path. */
  readonly routes: readonly ReportedRoute[];
  /** The routes that are open without saying so. */
  readonly unprotected: readonly ReportedRoute[];
  /** Places that may answer requests, that no guard stands before, and that could not be looked into. */
  readonly opaque: readonly OpaquePlace[];
  /** The report as a page of text. */
  toString(): string;
}

/** One route and one method of it. */
export interface ReportedRoute {
  /** In capitals; `ALL` for every method without a separate route. */
  readonly method: string;
  /** As it was declared, below everything it is mounted in; `…` stands for what the framework does not keep. */
  readonly path: string;
  /** Guarded, open by `open()`, or unprotected. */
  readonly state: "guarded" | "open" | "unprotected";
  /** What it demands, in words. */
  readonly demands: string;
  /** The guards that every request to it has to pass, in their order. */
  readonly guards: readonly ReportedGuard[];
  /** A path that leads to it past the guards that stand before its other paths. */
  readonly openAt?: string;
  /**
   * In Express and Koa: a route before it that takes every request for its path and demands something else. That one answers,
   * unless it lets requests on. Absent for routes with one pattern, as `/orders/:id` and `/orders/:order`.
   */
  readonly after?: { readonly method: string; readonly path: string };
}

/** A guard, as plain data. */
export interface ReportedGuard extends ReportedDemands {
  /** Any of these products; with `anyOf`, the products of all alternatives. */
  readonly products: readonly string[];
  readonly api?: string;
  /** The alternatives, of which a request must satisfy one. */
  readonly anyOf?: readonly ReportedAlternative[];
  /** Whether requests without credentials are admitted, because the product or the API is open. */
  readonly anonymous?: true;
  /**
   * The policies that apply, in order. Those of the API and the operation are listed where the route's path selects one API
   * and one operation, whatever values its parameters have.
   */
  readonly policies?: readonly MarkedPolicy[];
  /**
   * What it demands, with the products and APIs of the instance. Where the path selects the API: the demand at the route's
   * path. Absent when it is not the same for all values of the path's parameters, or cannot be seen.
   */
  readonly settled?: MarkedDemand;
}

/** One alternative of a guard. */
export interface ReportedAlternative extends ReportedDemands {
  /** Any of these products; absent: any of the guard's. */
  readonly products?: readonly string[];
}

/** What a guard or an alternative demands besides the product. */
export interface ReportedDemands {
  readonly scopes?: NormalizedDemand;
  readonly roles?: NormalizedDemand;
  /** Kinds of credential that are looked at; absent: all that the product accepts. */
  readonly accepts?: readonly CredentialKind[];
  /** Whether token and key must both be there. */
  readonly all?: true;
}

/** Something that may answer requests by itself. */
export interface OpaquePlace {
  /** Where it stands. */
  readonly path: string;
  /** What it is called there. */
  readonly name: string;
  /** Why it was not looked into. */
  readonly why: string;
}

/** What to write where these routes are not protected. Never called with none. */
export type Remedy = (unprotected: readonly ReportedRoute[]) => readonly string[];
