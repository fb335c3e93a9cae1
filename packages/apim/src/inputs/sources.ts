import { extname } from "node:path";
import type { ListedFile } from "../files/list-files.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { InputError } from "../files/input-error.js";

interface SourceKind {
  readonly what: string;
  readonly fix: string;
}

/** Sources that another tool must compile: their values are known after that. */
const SOURCES: ReadonlyMap<string, SourceKind> = new Map([
  [
    ".bicep",
    { what: "Bicep", fix: "Run `az bicep build --file main.bicep` and import the JSON that it writes." },
  ],
  [
    ".tf",
    {
      what: "a Terraform configuration",
      fix: "Run `terraform show -json` on the state or a plan and import what it prints.",
    },
  ],
]);

/** Refuses a file that another tool must compile first. */
export function refuseSource(path: string): void {
  const kind = SOURCES.get(extname(path).toLowerCase());
  if (kind !== undefined) throw new InputError(path, `it is ${kind.what}, which is not read`, kind.fix);
}

/** The error for an input in which nothing was recognized. */
export function nothingRecognized(path: string, files: readonly ListedFile[]): InputError {
  for (const { name } of files) {
    const kind = SOURCES.get(extname(name).toLowerCase());
    if (kind !== undefined) return new InputError(path, `it holds ${kind.what}, which is not read`, kind.fix);
  }
  return new InputError(
    path,
    "it holds nothing of a known kind",
    "Name a policy document, a folder of APIOps, an ARM template, answers of the management API, or the output of `terraform show -json`.",
  );
}

/** Says once for each kind that sources beside what was read were passed over. */
export function skippedSources(files: readonly ListedFile[]): readonly HoldingFinding[] {
  return [...SOURCES].flatMap(([ending, { what, fix }]) => {
    const first = files.find(({ name }) => extname(name).toLowerCase() === ending);
    if (first === undefined) return [];
    const text = `Files of ${what} were passed over. ${fix}`;
    return [{ severity: "info" as const, code: "source-skipped", at: first.name, text }];
  });
}
