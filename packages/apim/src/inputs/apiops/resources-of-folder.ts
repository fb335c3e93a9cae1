import { scopeOfPolicy, holdsOfResource } from "../../configuration/scope-of-resource.js";
import type { Resource } from "../../configuration/resource.js";
import type { Json, JsonObject } from "../../json/json-value.js";
import type { LoadedFile } from "../../files/load-files.js";
import { itemsOf, memberOf, textOf } from "../../json/json-object.js";
import { propertiesOf } from "../../json/properties-of.js";
import type { HoldingFinding } from "../../report/holding-finding.js";
import { readJsonFile } from "../read-json-file.js";
import { brokenText } from "../broken-text.js";
import { operationsOfSpecification } from "../specification/operations-of-specification.js";
import { withDescribed } from "../specification/with-described.js";
import { lostWorkspace } from "../workspaces.js";
import { artifactOf, type Artifact } from "./artifacts.js";

/** What an extracted folder holds. */
export interface FolderReading {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
  /** Names of the files that were understood. The others may be documents of other kinds. */
  readonly read: ReadonlySet<string>;
}

/**
 * Reads a folder that an extractor of APIOps wrote, of any generation, also of two generations side by side.
 * `folder`: its path in the input, `""` for the input itself.
 */
export function resourcesOfFolder(files: readonly LoadedFile[], folder: string): FolderReading {
  const resources: Resource[] = [];
  const specified: Resource[] = [];
  const findings: HoldingFinding[] = [];
  const read = new Set<string>();
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const workspaces = new Set<string>();
  const prefix = folder === "" ? "" : `${folder}/`;
  for (const file of files) {
    if (!file.name.startsWith(prefix)) continue;
    const path = file.name.slice(prefix.length);
    const workspace = workspaceOf(path);
    if (workspace !== undefined) {
      read.add(file.name);
      if (!workspaces.has(workspace)) findings.push(lostWorkspace(`${prefix}workspaces/${workspace}`));
      workspaces.add(workspace);
      continue;
    }
    const artifact = artifactOf(path);
    if (artifact === undefined) continue;
    read.add(file.name);
    const text = textBeside(file.name, artifact, texts);
    // The extractors of versions 5 to 7 keep the text in that file, whatever the information holds.
    if (text !== undefined && !path.startsWith("policyFragments/")) continue;
    const found = readArtifact(file, artifact);
    findings.push(...found.findings);
    if (text !== undefined && isSameText(found, text)) continue;
    (artifact.form === "specification" ? specified : resources).push(...found.resources);
  }
  return { resources: withDescribed(resources, specified), findings, read };
}

interface ArtifactReading {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
}

function readArtifact(file: LoadedFile, artifact: Artifact): ArtifactReading {
  if (artifact.form === "link") return { resources: [resourceOf(file.name, artifact, {})], findings: [] };
  if (file.isBroken) return { resources: [], findings: [brokenText(file.name, holdsOf(artifact))] };
  if (artifact.form === "policy") return policy(file, artifact);
  if (artifact.form === "specification") return specification(file, artifact);
  const json = readJsonFile(file, holdsOf(artifact));
  if ("finding" in json) return { resources: [], findings: [json.finding] };
  return artifact.form === "list"
    ? list(file, artifact, json.value)
    : information(file, artifact, json.value);
}

const policy = (file: LoadedFile, artifact: Artifact): ArtifactReading => ({
  resources: [resourceOf(file.name, artifact, { value: file.text })],
  findings: [],
});

function information(file: LoadedFile, artifact: Artifact, json: Json): ArtifactReading {
  const properties = propertiesOf(json);
  if (properties === undefined) return { resources: [], findings: [noObject(file.name, artifact)] };
  if (artifact.type !== "policyFragments")
    return { resources: [resourceOf(file.name, artifact, properties)], findings: [] };
  // The text of a fragment stands beside it in a file, or here (apiops-cli).
  if (memberOf(properties, "value") === undefined) return { resources: [], findings: [] };
  const at = `${file.name}#${scopeOfPolicy(artifact.type, artifact.names) ?? artifact.type}`;
  return { resources: [resourceOf(at, artifact, properties)], findings: [] };
}

function list(file: LoadedFile, artifact: Artifact, json: Json): ArtifactReading {
  if (!Array.isArray(json))
    return {
      resources: [],
      findings: [{ ...noObject(file.name, artifact), text: "The file holds no JSON list." }],
    };
  const resources: Resource[] = [];
  const findings: HoldingFinding[] = [];
  for (const item of itemsOf(json)) {
    const name = typeof item === "string" ? item : textOf(item, "name");
    if (name === undefined) continue;
    if (/workspace/i.test(textOf(item, "scope") ?? "")) findings.push(lostWorkspace(file.name));
    else resources.push(resourceOf(file.name, { ...artifact, names: [...artifact.names, name] }, {}));
  }
  return { resources, findings };
}

function specification(file: LoadedFile, artifact: Artifact): ArtifactReading {
  const found = operationsOfSpecification(file.text, file.name);
  if (found === undefined) return { resources: [], findings: [] };
  if ("problem" in found) {
    const at = `${file.name}:${found.line}`;
    return {
      resources: [],
      findings: [{ severity: "lost", code: "unreadable", at, text: found.message, holds: holdsOf(artifact) }],
    };
  }
  const resources = found.operations.map(({ name, ...operation }) =>
    resourceOf(file.name, { ...artifact, names: [...artifact.names, name] }, operation),
  );
  return { resources, findings: [] };
}

/** The text of a fragment in a file beside its information. */
function textBeside(
  file: string,
  { type, form }: Artifact,
  texts: ReadonlyMap<string, string>,
): string | undefined {
  const isInformation = type === "policyFragments" && form === "information";
  return isInformation ? texts.get(`${file.slice(0, file.lastIndexOf("/"))}/policy.xml`) : undefined;
}

const isSameText = ({ resources }: ArtifactReading, text: string): boolean =>
  resources.every(({ properties }) => plainText(textOf(properties, "value") ?? "") === plainText(text));

const plainText = (text: string): string => text.replaceAll("\r\n", "\n").trim();

const workspaceOf = (path: string): string | undefined => {
  const [first, second, third] = path.split("/");
  return first === "workspaces" && third !== undefined ? second : undefined;
};

const noObject = (at: string, artifact: Artifact): HoldingFinding => ({
  severity: "lost",
  code: "unreadable",
  at,
  text: "The file holds no JSON object.",
  holds: holdsOf(artifact),
});

const holdsOf = ({ type, names }: Artifact): readonly string[] => holdsOfResource(type, names);

const resourceOf = (at: string, { type, names }: Artifact, properties: JsonObject): Resource => ({
  type,
  names: type.endsWith("olicies") ? [...names, "policy"] : names,
  at,
  properties,
});
