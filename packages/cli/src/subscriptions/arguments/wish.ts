import type { CommandOrder } from "../../arguments/command-form.js";
import type { Flag, TextOption } from "./options.js";
import type { VerbName } from "./verbs.js";

/** Something to be done. */
export type Order = CommandOrder<VerbName, TextOption, Flag>;
