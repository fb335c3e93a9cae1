/**
 * Whether `NODE_ENV` is unset or names an environment for development or tests, ignoring case and surrounding spaces. An
 * allow list, because deployed environments have many names: `production`, `prod`, `live`, `staging`.
 */
export function isDevelopment(environment: string | undefined): boolean {
  return DEVELOPMENT.has(tidy(environment));
}

/** Normalizes the name of an environment. */
export const tidy = (environment = ""): string => environment.trim().toLowerCase();

const DEVELOPMENT: ReadonlySet<string> = new Set([
  "",
  ...["dev", "development", "local"],
  ...["test", "testing", "e2e", "ci"],
]);
