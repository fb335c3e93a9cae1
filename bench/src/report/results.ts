import { mkdirSync, writeFileSync } from "node:fs";
import type { Findings, Part } from "../parts/part.js";
import type { Circumstances } from "./circumstances.js";

/** What one part found, and where and how. */
export interface Result extends Findings {
  readonly part: string;
  readonly title: string;
  readonly quick: boolean;
  /** Runs whose medians the figures are. */
  readonly runs: number;
  readonly seconds: number;
  readonly made: Circumstances;
}

const FOLDER = new URL("../../results/", import.meta.url);

/** Keeps what a part found as `bench/results/<part>.json`. */
export function saveResult({ name, title }: Part, rest: Omit<Result, "part" | "title">): Result {
  const result: Result = { part: name, title, ...rest };
  mkdirSync(FOLDER, { recursive: true });
  const { pictures: _, ...kept } = result;
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify(kept, null, 2)}\n`);
  return result;
}
