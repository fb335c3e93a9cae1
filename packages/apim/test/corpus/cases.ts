import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ImportOptions } from "@product-auth/apim";
import type { JsonReport } from "./comparison.js";

/** A configuration with the report that its import must give. */
export interface CorpusCase {
  readonly id: string;
  readonly what: string;
  /** The folder of the case. */
  readonly folder: string;
  readonly input: string;
  readonly options: ImportOptions;
  /** Texts that must come out nowhere. */
  readonly absent: readonly string[];
  readonly expected: JsonReport;
}

const folder = fileURLToPath(new URL("../../test/corpus/cases", import.meta.url));

export const corpusCases: readonly CorpusCase[] = readdirSync(folder)
  .sort()
  .map((id) => corpusCase(`${folder}/${id}`));

function corpusCase(path: string): CorpusCase {
  const about = readJson(`${path}/case.json`) as {
    readonly id: string;
    readonly what: string;
    readonly input: string;
    readonly flags: readonly string[];
    readonly absent: readonly string[];
  };
  return {
    ...about,
    folder: path,
    input: `${path}/${about.input}`,
    options: optionsOf(about.flags, path),
    expected: readJson(`${path}/expected.json`) as JsonReport,
  };
}

/** Flags of the command as options; those that name files are relative to the case. */
function optionsOf(flags: readonly string[], path: string): ImportOptions {
  const options: Record<string, unknown> = {};
  for (let index = 0; index < flags.length; index++) {
    const name = flags[index]!.slice(2);
    if (name === "strict") options[name] = true;
    else if (name === "scope") options[name] = flags[++index];
    else options[name] = `${path}/${flags[++index]}`;
  }
  return options;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
