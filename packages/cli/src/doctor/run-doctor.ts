import { ConfigurationError, type Problem } from "@product-auth/core";
import type { CommandIo, ExitCode } from "../command-io.js";
import { packageVersion } from "../package-version.js";
import { printable } from "../printable.js";
import { wordsOf } from "../output/ending-of.js";
import { readDoctorArguments, wantsJson } from "./arguments/read-doctor-arguments.js";
import type { DoctorProgram } from "./doctor-program.js";
import { examine } from "./examine.js";
import { doctorJson, refusedJson } from "./output/doctor-json.js";
import { doctorText } from "./output/doctor-text.js";
import { doctorUsage } from "./output/doctor-usage.js";

/** Runs `product-auth doctor` with these arguments; never rejects. */
export async function runDoctor(
  args: readonly string[],
  io: CommandIo,
  program: DoctorProgram,
): Promise<ExitCode> {
  try {
    const wish = readDoctorArguments(args);
    if (wish.kind === "do") {
      const report = await examine(wish, io, program);
      io.stdout.write(wish.json ? doctorJson(report) : doctorText(report));
      return report.exit;
    }
    io.stdout.write(wish.kind === "help" ? doctorUsage : `${await packageVersion()}\n`);
    return 0;
  } catch (error) {
    if (wantsJson(args)) io.stdout.write(refusedJson(problemsOf(error)));
    io.stderr.write(`product-auth: ${linesOf(error)}\n`);
    return 2;
  }
}

const problemsOf = (error: unknown): readonly Problem[] =>
  error instanceof ConfigurationError
    ? error.problems
    : [{ path: "arguments", message: wordsOf(error), fix: "see product-auth doctor --help" }];

function linesOf(error: unknown): string {
  const text =
    error instanceof ConfigurationError
      ? new ConfigurationError(error.problems, "nothing was checked").message
      : wordsOf(error);
  return text.split("\n").map(printable).join("\n");
}
