import { runRoutes } from "#src/routes/run-routes.js";
import type { Verb } from "#src/verb.js";
import { routes } from "#src/verbs/routes.js";

const inspector = new URL("toy-inspector.js", import.meta.url);

/** The verb `routes`, with the inspector of the toy. */
export const TOY_VERBS: readonly Verb[] = [{ ...routes, run: (args, io) => runRoutes(args, io, inspector) }];
