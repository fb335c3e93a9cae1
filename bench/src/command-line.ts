import { parseArgs } from "node:util";
import type { Part } from "./parts/part.js";
import { clock } from "./progress.js";

/** What the command was asked for. */
export interface Order {
  readonly parts: readonly Part[];
  readonly quick: boolean;
  /** How often each part runs. */
  readonly runs: number;
  /** Whether pages and charts are left as they are. */
  readonly printOnly: boolean;
  /** Whether nothing is measured: pages and charts are written from the tables that are there. */
  readonly pageOnly: boolean;
}

/** What the command says instead of running, and how it ends. */
export interface Words {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

const MOST_RUNS = 9;

const OPTIONS = {
  help: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  print: { type: "boolean", default: false },
  page: { type: "boolean", default: false },
  runs: { type: "string", default: "1" },
} as const;

/** Reads the words behind `npm run bench --`. */
export function readCommandLine(words: readonly string[], parts: readonly Part[]): Order | Words {
  const wrong = (says: string): Words => ({ text: `${says}\n\n${usage(parts)}`, exitCode: 1 });
  const read = readWords(words);
  if (typeof read === "string") return wrong(read);
  const { values, positionals: names } = read;
  if (values.help) return { text: usage(parts), exitCode: 0 };
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) return wrong(`There is no part "${unknown}".`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS)
    return wrong(`--runs is ${values.runs}; write a number from 1 to ${MOST_RUNS}.`);
  return {
    parts: names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name)),
    quick: values.quick,
    runs,
    printOnly: values.quick || values.print,
    pageOnly: values.page,
  };
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function usage(parts: readonly Part[]): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  const all = parts.reduce((sum, { seconds }) => sum + seconds, 0);
  const line = (name: string, seconds: number, says: string) =>
    `  ${name.padEnd(width)}  ${clock(seconds).padStart(5)}  ${says}`;
  return [
    "npm run bench                    every part; writes docs/performance.md, the tables and the charts",
    "npm run bench -- <name> …        these parts only, and what follows from them on the pages",
    "npm run bench -- --runs 3 …      each part three times: medians, with the smallest and the largest",
    "npm run bench -- --quick …       a rehearsal with few short rounds; writes no page",
    "npm run bench -- --print …       whole rounds; writes no page",
    "npm run bench -- --page          measures nothing; writes answers, charts and targets from the tables",
    "npm run bench -- compare …       is the working tree slower than a revision? See compare --help",
    "",
    "Parts, and their minutes in one run:",
    ...parts.map(({ name, seconds, says }) => line(name, seconds, says)),
    line("together", all, ""),
  ]
    .map((each) => each.trimEnd())
    .join("\n");
}
