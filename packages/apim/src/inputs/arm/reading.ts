import type { Resource } from "../../configuration/resource.js";
import type { Json, JsonObject } from "../../json/json-value.js";
import type { HoldingFinding } from "../../report/holding-finding.js";
import type { Budget } from "./budget.js";
import type { CopyFrame } from "./copy-frames.js";
import { evaluate, type Evaluation } from "./evaluate.js";
import type { LinkedFile, ReadLinked } from "./linked-file.js";
import type { Placeholders } from "./placeholders.js";
import type { NamePart } from "./resource-names.js";
import type { TemplateScope } from "./template-scope.js";
import type { Value } from "./template-value.js";

/** What the reading of one template, with everything that it links to, collects. */
export interface Reading {
  readonly budget: Budget;
  readonly placeholders: Placeholders;
  readonly readLinked: ReadLinked;
  /** The template that was given: its folder has the files of linked templates as well. */
  readonly root: string;
  /** Reads the resources of a template; deployments call it for theirs. */
  readonly readResources: (resources: Json | undefined, position: Position) => void;
  readonly resources: Resource[];
  /** Operations that specifications describe. */
  readonly described: Resource[];
  readonly findings: HoldingFinding[];
  readonly keys: Map<string, { primaryKey: string; secondaryKey?: string }>;
  readonly linked: Set<string>;
}

/** Where in the templates the reading is. */
export interface Position {
  readonly reading: Reading;
  /** The file. */
  readonly at: string;
  readonly scope: TemplateScope;
  readonly copies: readonly CopyFrame[];
  /** How many deployments are around it. */
  readonly depth: number;
  /** Language version 2.0: nested templates have their own parameters unless they state otherwise. */
  readonly isSymbolic: boolean;
}

/** A resource whose children are read. */
export interface Parent {
  readonly type: string;
  /** The name of the service included. */
  readonly names: readonly NamePart[];
}

/** A resource as it stands in a template. */
export interface Entry {
  readonly json: JsonObject;
  readonly parent: Parent | undefined;
}

export function evaluateAt(json: Json, position: Position): Value {
  const { scope, copies } = position;
  const evaluation: Evaluation = {
    parameter: scope.parameter,
    variable: scope.variable,
    copies,
    budget: scope.budget,
  };
  return evaluate(json, evaluation);
}

/** A file beside or below the template, or else beside or below the one that links to it. */
export function linkedFile(name: string, { reading, at }: Position): LinkedFile | undefined {
  return (
    reading.readLinked(name, at) ?? (at === reading.root ? undefined : reading.readLinked(name, reading.root))
  );
}
