// The command with the inspector of the toy.
import { runCommand } from "@product-auth/cli";
import { runRoutes } from "#src/routes/run-routes.js";
import { routes } from "#src/verbs/routes.js";

const inspector = new URL("toy-inspector.js", import.meta.url);
process.exitCode = await runCommand(process.argv.slice(2), process, [
  { ...routes, run: (args, io) => runRoutes(args, io, inspector) },
]);
