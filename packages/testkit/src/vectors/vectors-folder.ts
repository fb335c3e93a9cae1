import { pathToFileURL } from "node:url";

/**
 * The folder of the vectors of limits and policies, which are not part of the repository: the one that `named` names
 * (`LIMITS_VECTORS`), else the one beside the repository. `test`: `import.meta.url` of a package's test.
 */
export const vectorsFolder = (named: string | undefined, test: string): URL =>
  named === undefined || named === ""
    ? new URL("../../../../shared/limits-vectors/", test)
    : pathToFileURL(`${named}/`);
