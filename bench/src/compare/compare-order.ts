import { FRAMEWORKS, type Framework } from "../http/http-contender.js";
import type { Part } from "../parts/part.js";

/** What is to be compared. */
export interface CompareOrder {
  readonly revision: string;
  readonly quick: boolean;
  readonly wanted: readonly Wanted[];
}

/** A part that is run, with those of its rows that were asked for. */
export interface Wanted {
  readonly part: Part;
  readonly rows: readonly string[];
  /** The frameworks of these rows; none where the part has nothing to do with frameworks. */
  readonly frameworks: readonly Framework[];
  /** The share of the part's frameworks that these are. */
  readonly share: number;
}

/** What the command says instead of comparing, and how it ends. */
export interface CompareWords {
  readonly text: string;
  readonly exitCode: 0 | 2;
}

/** What is compared when no row is named: the token check, and the three frameworks. */
const USUAL = ["token-check", "http"];

const FLAGS = ["--help", "--quick"];

/** Reads the words behind `npm run bench -- compare`. */
export async function readCompareOrder(
  words: readonly string[],
  parts: readonly Part[],
): Promise<CompareOrder | CompareWords> {
  const quick = words.includes("--quick");
  const known = await Promise.all(parts.map(async (part) => ({ part, rows: await part.figures(quick) })));
  const help = () =>
    usage(
      parts,
      known.flatMap(({ rows }) => rows),
    );
  const wrong = (says: string): CompareWords => ({
    text: `${says}\nThe rows and all else: npm run bench -- compare --help`,
    exitCode: 2,
  });
  if (words.includes("--help")) return { text: help(), exitCode: 0 };
  const strange = words.find((word) => word.startsWith("-") && !FLAGS.includes(word));
  if (strange !== undefined) return wrong(`compare has no option ${strange}.`);
  const [revision, ...named] = words.filter((word) => !word.startsWith("-"));
  if (revision === undefined) return wrong("compare needs a revision: npm run bench -- compare HEAD~1");
  const asked = named.length === 0 ? USUAL : named;
  const chosen = asked.map((word) => ({
    word,
    // The name of a part is that part, even where the rows of another part contain it.
    rows:
      known.find(({ part }) => part.name === word)?.rows ??
      known.flatMap(({ rows }) => rows.filter((row) => contains(row, word))),
  }));
  const empty = chosen.find(({ rows }) => rows.length === 0);
  if (empty !== undefined) return wrong(`No part or row that can be compared is called "${empty.word}".`);
  const all = new Set(chosen.flatMap(({ rows }) => rows));
  const wanted = known
    .map(({ part, rows }): Wanted => {
      const some = rows.filter((row) => all.has(row));
      const frameworks = frameworksOf(some);
      return { part, rows: some, frameworks, share: frameworks.length / frameworksOf(rows).length || 1 };
    })
    .filter(({ rows }) => rows.length > 0);
  return { revision, quick, wanted };
}

const frameworksOf = (rows: readonly string[]): Framework[] =>
  FRAMEWORKS.filter((framework) => rows.some((row) => contains(row, framework)));

const contains = (row: string, word: string): boolean => row.toLowerCase().includes(word.toLowerCase());

function usage(parts: readonly Part[], rows: readonly string[]): string {
  return [
    "npm run bench -- compare <revision>            the token check and the HTTP rows",
    "npm run bench -- compare <revision> <row> …    these rows, by part or by any piece of their names",
    "npm run bench -- compare --quick …             a rehearsal with few short rounds: more noise",
    "",
    "Runs the revision and the working tree alternately, three times each. A row is WORSE when the medians",
    "differ by more than noise, which is the spread of the revision's runs. Ends with 1 when a row is WORSE,",
    "with 2 when nothing could be compared.",
    "",
    `Parts: ${parts.map(({ name }) => name).join(", ")}`,
    "",
    "Rows:",
    ...rows.map((row) => `  ${row}`),
  ].join("\n");
}
