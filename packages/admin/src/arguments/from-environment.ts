import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";
import type { Order } from "./wish.js";

/** The value of the variable that an option names; undefined when the option was not given. */
export function fromEnvironment(
  option: "store-env" | "pepper-env",
  { texts }: Order,
  { env }: CommandIo,
): string | undefined {
  const name = texts[option];
  if (name === undefined) return undefined;
  // What is no name may be the secret itself: it is not repeated.
  if (!/^[A-Z_]\w{0,63}$/i.test(name))
    throw new Misuse(`--${option} takes the name of an environment variable, not its value.`);
  const value = env[name] ?? "";
  if (value === "") throw new Misuse(`--${option}: the environment variable ${name} is not set.`);
  return value;
}
