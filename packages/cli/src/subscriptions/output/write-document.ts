import type { Desk } from "../desk.js";
import { jsonText } from "./json-text.js";

/** Writes what was asked for: one JSON document with `--json`, else a text for people. */
export function writeDocument(
  { order, io }: Pick<Desk, "order" | "io">,
  document: object,
  text: string,
): void {
  io.stdout.write(order.flags.has("json") ? `${jsonText(document, 2)}\n` : text);
}
