import type { CommandForm } from "../../arguments/command-form.js";
import { OPTIONS, type Flag, type TextOption } from "./options.js";
import { VERBS, type VerbName } from "./verbs.js";

/** What the command line of `product-auth subscriptions` can be. */
export const SUBSCRIPTIONS: CommandForm<VerbName, TextOption, Flag> = {
  command: "subscriptions",
  verbs: VERBS,
  options: OPTIONS,
  help: {
    before: "Administers the subscriptions of Product Auth in a file, in PostgreSQL or in Redis.",
    options: ["store", "store-env", "json", "help", "version"],
    after: `Keys are shown once, by the verb that makes them; the store keeps digests. Ends with 0 when it is done, 1 when
it is refused or not found, and 2 when the command makes no sense or the store cannot be used.`,
  },
};
