import { looksGenerated } from "@product-auth/core/subscriptions";
import { textOf } from "../arguments/read-key.js";
import type { Order } from "../arguments/wish.js";
import type { CommandIo, ExitCode } from "../../command-io.js";
import { writeDocument } from "../../output/write-document.js";

/** Says whether a text looks like a generated key; 1 when it does not. */
export async function checkKey(order: Order, io: CommandIo): Promise<ExitCode> {
  const text = order.subject === "-" ? await textOf(io.stdin) : order.subject;
  const generated = looksGenerated(text.trim());
  const words = generated
    ? "It looks like a key that was generated here"
    : "It is no key that was generated here";
  writeDocument({ order, io }, { generated }, `${words}; whether a store knows it was not asked.\n`);
  return generated ? 0 : 1;
}
