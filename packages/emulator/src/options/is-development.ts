/**
 * Whether `NODE_ENV` names no environment, or one for development and tests, whatever its case and the spaces around
 * it. These are listed and not the others: deployed ones have many names, `production`, `prod`, `live`, `staging`.
 */
export function isDevelopment(environment: string | undefined): boolean {
  return DEVELOPMENT.has(tidy(environment));
}

/** The environment's name as it is compared and shown. */
export const tidy = (environment = ""): string => environment.trim().toLowerCase();

const DEVELOPMENT: ReadonlySet<string> = new Set([
  "",
  ...["dev", "development", "local"],
  ...["test", "testing", "e2e", "ci"],
]);
