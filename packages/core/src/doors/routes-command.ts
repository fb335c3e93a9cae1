// The command of an adapter that lists routes. Apart from `adapter`, so that no server loads a command.
export { runRoutesCommand } from "../cli/routes/run-routes-command.js";
export type { InspectedFramework, Surroundings } from "../cli/routes/inspected-framework.js";
