import { fromEnvironment } from "../arguments/from-environment.js";
import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";

/** The text of `--NAME`, or of the variable that `--NAME-env` names; undefined when neither is given. */
export function addressText(
  name: "store" | "records" | "counters" | "subscriptions",
  { texts }: { readonly texts: { readonly [option: string]: string | undefined } },
  io: Pick<CommandIo, "env">,
): string | undefined {
  const given = texts[name];
  const named = fromEnvironment(`${name}-env`, { texts }, io);
  if (given !== undefined && named !== undefined) throw new Misuse(`give either --${name} or --${name}-env.`);
  return given ?? named;
}
