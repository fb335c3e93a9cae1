export { runCreate } from "./command/run-create.js";
export type { CreateIo, ExitCode } from "./command/create-io.js";
export { projectFiles } from "./project/project-files.js";
export type { Callers, Choices, Framework, Store } from "./choices/choices.js";
