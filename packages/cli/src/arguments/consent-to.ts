import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { isConfirmed } from "../provision/confirm.js";

/**
 * Returns the question to ask on a terminal before something is destroyed. Throws `Misuse` at once where there is no terminal
 * and no `--yes`; without the operator's consent, the question rejects with `Misuse`.
 */
export function consentTo(
  question: string,
  { verb, flags }: { readonly verb: string; readonly flags: ReadonlySet<string> },
  io: CommandIo,
): () => Promise<void> {
  if (flags.has("yes")) return () => Promise.resolve();
  if (io.stdin.isTTY !== true)
    throw new Misuse(`repeat the command with --yes: what ${verb} removes cannot be restored.`);
  return async function confirm() {
    if (!(await isConfirmed(question, io))) throw new Misuse("it was not confirmed; nothing was changed.");
  };
}
