import type { SubscriptionKeys } from "../configuration/configuration.js";
import type { Resource } from "../configuration/resource.js";
import type { Json } from "../json/json-value.js";
import type { LoadedFile } from "../files/load-files.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { Placeholders } from "./arm/placeholders.js";
import { resourcesOfTemplate } from "./arm/resources-of-template.js";
import { kindOfJson, mayBeKnownJson, type JsonKind } from "./kind-of-json.js";
import { linkedFiles } from "./linked-files.js";
import { readJsonFile } from "./read-json-file.js";
import { resourcesOfAnswer } from "./rest/resources-of-answer.js";
import { resourcesOfState } from "./terraform/resources-of-state.js";

/** What one file gave. */
interface FileReading {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
  readonly keys?: SubscriptionKeys;
  readonly secretVariables?: ReadonlySet<string>;
  readonly linked?: ReadonlySet<string>;
  readonly services?: ReadonlySet<string>;
}

/** How templates are evaluated: one set of placeholders for all, so that their names agree. */
export interface TemplateSettings {
  readonly parameters?: Json | undefined;
  readonly placeholders: Placeholders;
}

/** What files of JSON gave, by the name of the file. */
export interface JsonReading {
  readonly read: ReadonlyMap<string, FileReading>;
  /** Files that templates link to: they are no inputs by themselves. */
  readonly linked: ReadonlySet<string>;
}

/** Reads templates, answers and states among `files`. `all`: the files that templates may link to. */
export function readJsonInputs(
  files: readonly LoadedFile[],
  all: readonly LoadedFile[],
  settings: TemplateSettings,
): JsonReading {
  const readLinked = linkedFiles(all);
  const readers: Readonly<Record<JsonKind, (json: Json, at: string) => FileReading>> = {
    arm: (json, at) =>
      resourcesOfTemplate(json, {
        at,
        readLinked,
        placeholders: settings.placeholders,
        ...(settings.parameters === undefined ? {} : { parameters: settings.parameters }),
      }),
    rest: (json, at) => resourcesOfAnswer(json, at),
    terraform: (json, at) => resourcesOfState(json, { at }),
  };
  const found = new Map<string, FileReading>();
  for (const file of files) {
    if (!mayBeKnownJson(file.text)) continue;
    // A file that cannot be read could hold rules for anything in the others.
    const json = readJsonFile(file, ["global"]);
    if ("finding" in json) found.set(file.name, { resources: [], findings: [json.finding] });
    else {
      const kind = kindOfJson(json.value);
      if (kind !== undefined) found.set(file.name, readers[kind](json.value, file.name));
    }
  }
  const linked = new Set<string>();
  for (const [name, { linked: others }] of found)
    for (const other of others ?? []) if (!linked.has(name)) linked.add(other);
  return { read: new Map([...found].filter(([name]) => !linked.has(name))), linked };
}
