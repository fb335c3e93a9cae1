// The emulator as a command: `product-auth emulator` of @product-auth/cli runs it.
export { runEmulatorCommand } from "./run-emulator-command.js";
