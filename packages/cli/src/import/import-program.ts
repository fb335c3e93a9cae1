import type * as apim from "@product-auth/apim";
import type { Import, ImportOptions } from "@product-auth/apim";

/** What the command uses of `@product-auth/apim`, which it loads on demand. */
export interface ImportProgram extends Pick<
  typeof apim,
  | "apiNamesOf"
  | "compareFolder"
  | "filesOfImport"
  | "findingCodes"
  | "readAccepted"
  | "requestsOf"
  | "summaryLine"
  | "writeFolder"
> {
  readonly importConfiguration: (paths: readonly string[], options: ImportOptions) => Promise<Import>;
}
