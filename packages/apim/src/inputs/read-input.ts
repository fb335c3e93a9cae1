import type { PolicyDocument, SubscriptionKeys } from "../configuration/configuration.js";
import type { Resource } from "../configuration/resource.js";
import type { LoadedFile } from "../files/load-files.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { extractedFolderOf } from "./apiops/artifacts.js";
import { resourcesOfFolder } from "./apiops/resources-of-folder.js";
import { brokenText } from "./broken-text.js";
import { isPolicyText } from "./policies/first-element.js";
import { readJsonInputs, type TemplateSettings } from "./read-json-inputs.js";
import { withoutWorkspaces } from "./workspaces.js";

/** What the files of one input hold. */
export interface InputReading {
  readonly resources: readonly Resource[];
  /** Policy documents that stand alone. */
  readonly documents: readonly Omit<PolicyDocument, "scope">[];
  readonly findings: readonly HoldingFinding[];
  readonly secretVariables: ReadonlySet<string>;
  readonly keys: SubscriptionKeys;
  /** Services that answers of the management API are from. */
  readonly services: ReadonlySet<string>;
  /** Whether a file of a known kind was there, readable or not. */
  readonly isKnown: boolean;
}

/** Tells the kind of each file by its content and reads it: extracted folders first, then JSON, then policy documents. */
export function readInput(files: readonly LoadedFile[], settings: TemplateSettings): InputReading {
  const folders = [...new Set(files.map(({ name }) => extractedFolderOf(name)))]
    .filter((folder) => folder !== undefined)
    .map((folder) => resourcesOfFolder(files, folder));
  const inFolders = new Set(folders.flatMap(({ read }) => [...read]));
  const json = readJsonInputs(
    files.filter(({ name }) => !inFolders.has(name)),
    files,
    settings,
  );
  const single = files.filter(
    ({ name, text }) =>
      !inFolders.has(name) && !json.read.has(name) && !json.linked.has(name) && isPolicyText(text),
  );
  const answers = [...json.read.values()];
  const { resources, findings } = withoutWorkspaces(
    [...folders, ...answers].flatMap((found) => found.resources),
  );
  return {
    resources,
    documents: single.filter(({ isBroken }) => !isBroken).map(({ name, text }) => ({ source: name, text })),
    findings: [
      ...[...folders, ...answers].flatMap((found) => found.findings),
      ...findings,
      ...single.filter(({ isBroken }) => isBroken).map(({ name }) => brokenText(name, [])),
    ],
    secretVariables: new Set(answers.flatMap(({ secretVariables }) => [...(secretVariables ?? [])])),
    keys: new Map(answers.flatMap(({ keys }) => [...(keys ?? [])])),
    services: new Set(answers.flatMap(({ services }) => [...(services ?? [])])),
    isKnown: folders.length + answers.length + single.length > 0,
  };
}
