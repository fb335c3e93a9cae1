import { ConfigurationError, createProductAuth, type Problem, type ProductAuthOptions } from "#src/index.js";

/** The problems for which `make` throws a `ConfigurationError`; none when it does not throw. */
export function problemsOf(make: () => unknown): readonly Problem[] {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

/** The problems of options of any shape. */
export const problemsOfOptions = (options: unknown): readonly Problem[] =>
  problemsOf(() => createProductAuth(options as ProductAuthOptions));
