import { basename, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DEFAULTS, needsIssuer, needsStore, type Choices } from "../choices/choices.js";
import { factsOf } from "../project/facts.js";
import { projectFiles } from "../project/project-files.js";
import { projectNameOf } from "../project/project-name.js";
import { folderProblem, WriteError, writeProject } from "../project/write-project.js";
import { askChoices, askFolder } from "./ask.js";
import type { CreateIo, ExitCode } from "./create-io.js";
import { drawnQuestions } from "./drawn-questions.js";
import { HELP } from "./help.js";
import { nextCommands } from "./next-commands.js";
import { plainQuestions } from "./plain-questions.js";
import { CancelledError } from "./questions.js";
import { readArguments, refuseUseless, type Arguments } from "./read-arguments.js";
import { UsageError } from "./usage-error.js";
import { ownVersion } from "./own-version.js";

/** Runs the command. Resolves to the exit code; with every other than 0, nothing was written. */
export async function runCreate(args: readonly string[], io: CreateIo): Promise<ExitCode> {
  try {
    const given = readArguments(args, io.env);
    if (given.help) return print(io, HELP);
    if (given.version) return print(io, `${ownVersion()}\n`);
    if (!given.yes && !isTerminal(io))
      throw new UsageError(
        "There is no terminal to ask in. Add --yes, and the options that differ from the defaults; --help lists them. npm passes on what is written after --: npm create @product-auth@latest my-api -- --yes",
      );
    return await make(given, io);
  } catch (error) {
    if (error instanceof CancelledError) return failed(io, 130, "Cancelled. Nothing was written.");
    if (error instanceof UsageError) return failed(io, 2, error.message);
    if (error instanceof WriteError) return failed(io, 1, `${error.message}. ${remains(error.left)}`);
    throw error;
  }
}

async function make(given: Arguments, io: CreateIo): Promise<ExitCode> {
  const problemOf = (folder: string) => problemOfFolder(folder, io.cwd);
  if (given.folder !== undefined || given.yes) {
    const problem = problemOf(given.folder ?? DEFAULTS.folder);
    if (problem !== undefined) return failed(io, 1, problem);
  }
  if (given.callers !== undefined && given.portal !== undefined)
    refuseUseless(given, { callers: given.callers, portal: given.portal });
  const questions = io.plain ? plainQuestions(io) : drawnQuestions(io);
  const folder = given.folder ?? (given.yes ? DEFAULTS.folder : await askFolder(questions, problemOf));
  const choices = given.yes ? withDefaults(given) : await askChoices(given, questions);
  refuseUseless(given, choices);

  const path = resolve(io.cwd, folder);
  const files = projectFiles(choices, projectNameOf(basename(path)), ownVersion());
  const undo = writeProject(path, files);
  await nextTurn(); // a Ctrl-C while the files were written is seen now
  if (io.signal.aborted) {
    const left = undo();
    if (left.length > 0) return failed(io, 130, `Cancelled. ${remains(left)}`);
    throw new CancelledError();
  }
  return print(io, nextCommands(folder, files.size, factsOf(choices).environment));
}

function withDefaults(given: Arguments): Choices {
  const { framework = DEFAULTS.framework, callers = DEFAULTS.callers, portal = DEFAULTS.portal } = given;
  return {
    framework,
    callers,
    portal,
    issuer: needsIssuer({ callers, portal }) ? (given.issuer ?? DEFAULTS.issuer) : undefined,
    store: needsStore({ callers }) ? (given.store ?? DEFAULTS.store) : undefined,
  };
}

/** What cannot be printed, and what reverses the direction of the text around it. */
const INVISIBLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

function problemOfFolder(folder: string, cwd: string): string | undefined {
  if (INVISIBLE.test(folder))
    return "The name of the folder has a control character. Write one with letters, digits and dashes.";
  const problem = folderProblem(resolve(cwd, folder));
  return problem === undefined
    ? undefined
    : `The folder ${folder} ${problem}. Write the name of a new folder, or of an empty one.`;
}

function isTerminal({ stdin, stdout }: CreateIo): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

function print({ stdout }: CreateIo, text: string): ExitCode {
  stdout.write(text);
  return 0;
}

/** Arguments are repeated in messages: what they hold must not command the terminal. */
function failed({ stderr }: CreateIo, code: ExitCode, message: string): ExitCode {
  stderr.write(`${message.replaceAll(new RegExp(INVISIBLE, "gu"), "\uFFFD")}\n`);
  return code;
}

function remains(left: readonly string[]): string {
  return left.length === 0 ? "Nothing is left of it." : `This could not be removed: ${left.join(", ")}`;
}
