/** The text of `.env.example`: names of the variables that the catalog and the options need, without values. */
export const envExample = (environment: readonly string[]): string =>
  environment.length === 0
    ? "# The import needs no environment variables.\n"
    : environment.map((name) => `${name}=\n`).join("");
