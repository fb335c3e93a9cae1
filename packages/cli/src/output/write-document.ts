import type { CommandIo } from "../command-io.js";
import { jsonText } from "./json-text.js";

/** Where a document is written, and in which form. */
export interface Output {
  readonly order: { readonly flags: ReadonlySet<string> };
  readonly io: Pick<CommandIo, "stdout">;
}

/** Writes what was asked for: one JSON document with `--json`, else a text for people. */
export function writeDocument({ order, io }: Output, document: object, text: string): void {
  io.stdout.write(order.flags.has("json") ? `${jsonText(document, 2)}\n` : text);
}
