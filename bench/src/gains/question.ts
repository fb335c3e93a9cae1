import type { Group } from "../charts/chart.js";
import type { Tables } from "./tables.js";

/** What a reader wants to know, and how the tables answer it. */
export interface Question {
  /** Names its chart: lower case with hyphens. */
  readonly name: string;
  /** The question in the reader's words. */
  readonly asks: string;
  /** What the bars of its chart are, with their unit. */
  readonly shows: string;
  /** The tables that answer it. */
  readonly needs: readonly string[];
  /** The answer in a few sentences. */
  readonly answer: (tables: Tables) => string;
  readonly groups: (tables: Tables) => readonly Group[];
}
