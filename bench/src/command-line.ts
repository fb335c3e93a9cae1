import type { Part } from "./parts/part.js";

/** What the command was asked for. */
export interface Order {
  readonly parts: readonly Part[];
  readonly quick: boolean;
  /** Whether page and charts are left as they are. */
  readonly printOnly: boolean;
}

/** What the command says instead of running, and how it ends. */
export interface Words {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

const FLAGS = ["--help", "--quick", "--print"];

/** Reads the words behind `npm run bench --`. */
export function readCommandLine(words: readonly string[], parts: readonly Part[]): Order | Words {
  const wrong = (says: string): Words => ({ text: `${says}\n\n${usage(parts)}`, exitCode: 1 });
  if (words.includes("--help")) return { text: usage(parts), exitCode: 0 };
  const names = words.filter((word) => !word.startsWith("-"));
  const strange = words.find((word) => word.startsWith("-") && !FLAGS.includes(word));
  if (strange !== undefined) return wrong(`There is no option ${strange}.`);
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) return wrong(`There is no part "${unknown}".`);
  const quick = words.includes("--quick");
  return {
    parts: names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name)),
    quick,
    printOnly: quick || words.includes("--print"),
  };
}

function usage(parts: readonly Part[]): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  return [
    "npm run bench                    every part; writes docs/performance.md and its charts",
    "npm run bench -- <name> …        these parts only, and their places on that page",
    "npm run bench -- --quick …       a rehearsal with few short rounds; writes no page",
    "npm run bench -- --print …       whole rounds; writes no page",
    "npm run bench -- compare …       is the working tree slower than a revision? See compare --help",
    "",
    "Parts:",
    ...parts.map(({ name, says }) => `  ${name.padEnd(width)}  ${says}`),
  ].join("\n");
}
