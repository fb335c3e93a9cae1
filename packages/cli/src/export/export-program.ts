import type * as apim from "@product-auth/apim";

/** What the command uses of `@product-auth/apim`, which it loads on demand. */
export type ExportProgram = Pick<
  typeof apim,
  "compareFolder" | "exportCatalog" | "exportFindingCodes" | "readFolder" | "writeFolder"
>;
