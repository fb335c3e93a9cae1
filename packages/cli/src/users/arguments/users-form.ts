import type { CommandForm, CommandOrder } from "../../arguments/command-form.js";
import { OPTIONS, type Flag, type TextOption } from "./users-options.js";
import { VERBS, type VerbName } from "./users-verbs.js";

/** Something to be done. */
export type Order = CommandOrder<VerbName, TextOption, Flag>;

/** What the command line of `product-auth users` can be. */
export const USERS: CommandForm<VerbName, TextOption, Flag> = {
  command: "users",
  verbs: VERBS,
  options: OPTIONS,
  help: {
    before: `Administers the users of the portal in its records: a file, or PostgreSQL. A portal that runs on the same records
follows at once.`,
    options: ["records", "records-env", "subscriptions", "subscriptions-env", "json", "help", "version"],
    after: `The records refuse a blocked or deleted user at once. The subscriptions and applications of the user follow; what is not
finished within --timeout is continued by the portal, or by the same command again.

Ends with 0 when it is done, 1 when it is refused, not found, or not finished, and 2 when the command line is invalid
or a store cannot be used.`,
  },
};
