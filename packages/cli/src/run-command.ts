import type { CommandIo, ExitCode } from "./command-io.js";
import { didYouMean } from "./did-you-mean.js";
import { Misuse } from "./misuse.js";
import { packageVersion } from "./package-version.js";
import { quoted } from "./quoted.js";
import { usage } from "./usage.js";
import type { Verb } from "./verb.js";
import { VERBS } from "./verbs/index.js";

/** Runs `product-auth` with these arguments; never rejects. */
export async function runCommand(
  args: readonly string[],
  io: CommandIo,
  verbs: readonly Verb[] = VERBS,
): Promise<ExitCode> {
  const [word, ...rest] = args;
  try {
    if (word === "--help" || word === "-h") return print(usage(verbs), io);
    if (word === "--version") return print(`${await packageVersion()}\n`, io);
    return await verbFor(word, verbs).run(rest, io);
  } catch (error) {
    io.stderr.write(`product-auth: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

function verbFor(word: string | undefined, verbs: readonly Verb[]): Verb {
  const names = verbs.map(({ name }) => name);
  const verb = verbs.find(({ name }) => name === word);
  if (verb !== undefined) return verb;
  if (word === undefined) throw new Misuse(`write a verb: ${names.join(", ")}; --help explains them.`);
  if (word.startsWith("-"))
    throw new Misuse("the verb comes first: product-auth VERB [options]; --help lists the verbs.");
  const question = didYouMean(word, names);
  throw new Misuse(
    `there is no verb ${quoted(word)}.${question === "" ? ` There are ${names.join(", ")}.` : question}`,
  );
}

function print(text: string, io: CommandIo): 0 {
  io.stdout.write(text);
  return 0;
}
