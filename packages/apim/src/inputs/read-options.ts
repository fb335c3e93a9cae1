import type { Scope } from "../report/scope.js";

/** How inputs are read. */
export interface ReadOptions {
  /** Scope of the policy document that is given alone. */
  readonly scope?: Scope | undefined;
  /** A file with parameters of ARM templates. */
  readonly parameters?: string | undefined;
  /** A file with values of an environment, in the form of APIOps. */
  readonly overrides?: string | undefined;
  /** A file with keys of subscriptions. */
  readonly secrets?: string | undefined;
  readonly onProgress?: ((progress: { readonly read: number; readonly files: number }) => void) | undefined;
}
