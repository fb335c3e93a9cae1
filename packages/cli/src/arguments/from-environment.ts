import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";

/** The value of the variable that an option names; undefined when the option was not given. */
export function fromEnvironment<Option extends string>(
  option: Option,
  { texts }: { readonly texts: { readonly [name in Option]?: string | undefined } },
  { env }: Pick<CommandIo, "env">,
): string | undefined {
  const name: string | undefined = texts[option];
  if (name === undefined) return undefined;
  const value = env[name] ?? "";
  if (value !== "") return value;
  // What does not look like a name may be the secret itself: it is not repeated.
  const shown = /^[A-Z][A-Z0-9_]{0,63}$/.test(name) ? ` ${name}` : "";
  throw new Misuse(`--${option} names an environment variable${shown} that is not set.`);
}
