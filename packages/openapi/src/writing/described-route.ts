import type { CredentialKind, KeyPlace } from "@product-auth/core";

/**
 * The part of a route report that documents are made of and compared with: `report(app, auth)` of `@product-auth/routes`,
 * also after a way through JSON.
 */
export interface DescribedRoutes {
  readonly routes: readonly DescribedRoute[];
}

/** A route of a report. */
export interface DescribedRoute {
  readonly method: string;
  readonly path: string;
  readonly state: "guarded" | "open" | "unprotected";
  readonly guards: readonly DescribedGuard[];
  /** A route before it that takes every request for its path, and demands something else. */
  readonly after?: { readonly method: string; readonly path: string };
}

/** Names with their mode. */
interface DescribedNames {
  readonly mode: "all" | "any";
  readonly values: readonly string[];
}

/** What a guard or an alternative demands. */
export interface DescribedDemands {
  readonly scopes?: DescribedNames;
  readonly roles?: DescribedNames;
  readonly all?: true;
}

/** A guard of a report. */
export interface DescribedGuard extends DescribedDemands {
  readonly anyOf?: readonly (DescribedDemands & { readonly products?: readonly string[] })[];
  readonly policies?: readonly object[];
  readonly settled?: {
    readonly products: readonly string[];
    readonly anyProduct: boolean;
    readonly api?: string;
    readonly credentials: readonly CredentialKind[];
    readonly anonymous: boolean;
    readonly key: KeyPlace;
    readonly alternatives?: readonly (readonly CredentialKind[])[];
  };
}
