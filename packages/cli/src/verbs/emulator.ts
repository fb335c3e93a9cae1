import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const emulator: Verb = {
  name: "emulator",
  summary: "runs an Entra-compatible token issuer on this machine, for development and tests",
  usage: "emulator [options]",
  async run(args) {
    const { runEmulatorCommand } = await installed(import("@product-auth/emulator/command"), {
      by: "emulator",
      packages: ["@product-auth/emulator"],
      dev: true,
    });
    await runEmulatorCommand(args);
    return 0;
  },
};
