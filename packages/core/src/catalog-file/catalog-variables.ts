import type { Problem } from "../lib/errors.js";
import { replaceVariables, type Environment, type Replaced } from "../lib/replace-variables.js";
import { catalogForm } from "../options/check.js";
import { takesNumber } from "../options/form-problems.js";

/** Where a catalog takes the values of its variables from. */
export interface CatalogVariables {
  /**
   * Environment variables, such as `process.env`: `${env:NAME}` in a text, or in place of a number, is replaced by the
   * variable NAME. Default: a catalog with variables is refused.
   */
  readonly env?: Environment;
}

/** Replaces the variables of a parsed catalog, but for those in `provision` and in OpenAPI documents. */
export const replaceCatalogVariables = (content: unknown, env: Environment | undefined): Replaced =>
  replaceVariables(content, env, {
    isNumber: (path) => takesNumber(catalogForm, path),
    isLeft: (path) =>
      (path.length === 1 && path[0] === "provision") ||
      (path.length === 3 && path[0] === "apis" && path[2] === "openapi"),
  });

/** Problems without the values of variables, which may be secret. */
export const withoutValues = (problems: readonly Problem[], { values }: Replaced): readonly Problem[] =>
  problems.map((problem) => {
    const text = values.get(problem.path);
    if (text === undefined) return problem;
    const message = problem.message.replaceAll(JSON.stringify(text.after), text.before);
    return { ...problem, message };
  });
