import type { Flag, TextOption } from "./options.js";
import type { VerbName } from "./verbs.js";

/** What the command line asks for. */
export type Wish =
  { readonly kind: "help"; readonly verb: VerbName | undefined } | { readonly kind: "version" } | Order;

/** Something to be done. */
export interface Order {
  readonly kind: "do";
  readonly verb: VerbName;
  /** An id or a key; empty when the verb stands alone. */
  readonly subject: string;
  readonly texts: Readonly<Partial<Record<TextOption, string>>>;
  readonly flags: ReadonlySet<Flag>;
}
