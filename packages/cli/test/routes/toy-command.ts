// The command with the inspector of the toy.
import { runCommand } from "@product-auth/cli";
import { TOY_VERBS } from "./toy-verbs.js";

process.exitCode = await runCommand(process.argv.slice(2), process, TOY_VERBS);
