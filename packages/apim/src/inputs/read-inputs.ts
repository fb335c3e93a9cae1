import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import type { PolicyDocument } from "../configuration/configuration.js";
import type { Resource } from "../configuration/resource.js";
import { holdsOfResource } from "../configuration/scope-of-resource.js";
import { listFiles, type ListedFile } from "../files/list-files.js";
import { loadFiles } from "../files/load-files.js";
import { ByteBudget } from "../files/read-bytes.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { artifactOf, extractedFolderOf, isNamedLikeArtifact } from "./apiops/artifacts.js";
import { Placeholders } from "./arm/placeholders.js";
import { InputError } from "../files/input-error.js";
import { nameInputs, type NamedInput } from "./name-inputs.js";
import { applyOverrides, readOverrides } from "./options/overrides.js";
import { readJsonOption } from "./options/read-json-option.js";
import { readSecrets } from "./options/read-secrets.js";
import { readInput } from "./read-input.js";
import type { TemplateSettings } from "./read-json-inputs.js";
import type { Reading } from "../configuration/reading.js";
import type { ReadOptions } from "./read-options.js";
import { nothingRecognized, refuseSource, skippedSources } from "./sources.js";
import { splitKeys } from "./split-keys.js";

/**
 * Reads files and folders of all kinds. Nothing is fetched from a network and nothing outside the inputs is opened.
 * A file that cannot be read is a finding; an input that cannot be imported at all throws an {@link InputError}.
 */
export async function readInputs(paths: readonly string[], options: ReadOptions = {}): Promise<Reading> {
  if (paths.length === 0) throw new InputError("(none)", "no input is named", "Name a file or folder.");
  for (const path of paths) refuseSource(path);
  const budget = new ByteBudget();
  const overrides = options.overrides === undefined ? [] : await readOverrides(options.overrides, budget);
  const secrets = options.secrets === undefined ? [] : await readSecrets(options.secrets, budget);
  const settings: TemplateSettings = {
    parameters:
      options.parameters === undefined ? undefined : await readJsonOption(options.parameters, budget),
    placeholders: new Placeholders(),
  };
  const inputs = await listInputs(paths, options);
  const progress = progressOf(inputs, options);

  const resources: Resource[] = [];
  const documents: PolicyDocument[] = [];
  const findings: HoldingFinding[] = [];
  const secretVariables = new Set<string>();
  const services = new Set<string>();
  const keys = new Map<string, { readonly primaryKey: string; readonly secondaryKey?: string }>();
  for (const { path, listing } of inputs) {
    const loaded = await loadFiles(listing.files, budget, isReadByName, holdsOfFile(listing.files), progress);
    const read = readInput(loaded.files, settings);
    if (!read.isKnown && loaded.findings.length === 0) throw nothingRecognized(path, listing.files);
    resources.push(...read.resources);
    documents.push(
      ...read.documents.map((document) => ({ ...document, scope: options.scope ?? "document" })),
    );
    findings.push(
      ...listing.findings,
      ...loaded.findings,
      ...read.findings,
      ...skippedSources(listing.files),
    );
    for (const name of read.secretVariables) secretVariables.add(name);
    for (const service of read.services) services.add(service);
    if (services.size > 1) throw severalServices(path);
    for (const [id, pair] of read.keys) keys.set(id, pair);
  }
  if (options.scope !== undefined && documents.length !== 1) throw oneDocument(paths, documents.length);

  const settled = applyOverrides(resources, overrides, basename(options.overrides ?? ""));
  const split = splitKeys(settled.resources);
  for (const [id, pair] of [...split.keys, ...secrets]) keys.set(id, pair);
  return {
    resources: split.resources,
    documents,
    findings: [...findings, ...settled.findings],
    secretVariables,
    keys,
  };
}

/** The files of the inputs, without those that options name: they describe an environment, not the service. */
async function listInputs(paths: readonly string[], options: ReadOptions): Promise<readonly NamedInput[]> {
  const named = [options.parameters, options.overrides, options.secrets].filter((path) => path !== undefined);
  const left = new Set(await Promise.all(named.map(realOf)));
  const inputs: NamedInput[] = [];
  for (const path of paths) {
    const listing = await listFiles(path);
    const root = await realOf(listing.folder);
    const files = listing.files.filter(({ path: file }) => !left.has(realIn(file, listing.folder, root)));
    inputs.push({ path, listing: { ...listing, files } });
  }
  return nameInputs(inputs);
}

const realOf = (path: string): Promise<string> => realpath(path).catch(() => path);

/** The real path of a listed file without a call for each: links were resolved when it was listed. */
const realIn = (file: string, folder: string, root: string): string =>
  file.startsWith(folder) ? root + file.slice(folder.length) : file;

/** A template may begin with a comment. */
const isReadByName = (name: string): boolean => isNamedLikeArtifact(name) || /\.(?:xml|jsonc?)$/i.test(name);

/** What a file holds back that cannot be read: known for files of an extracted folder. */
function holdsOfFile(files: readonly ListedFile[]): (name: string) => readonly string[] {
  const folders = new Set(files.map(({ name }) => extractedFolderOf(name)));
  return (name) => {
    for (const folder of folders) {
      if (folder === undefined || (folder !== "" && !name.startsWith(`${folder}/`))) continue;
      const artifact = artifactOf(folder === "" ? name : name.slice(folder.length + 1));
      if (artifact !== undefined) return holdsOfResource(artifact.type, artifact.names);
    }
    return [];
  };
}

function progressOf(inputs: readonly NamedInput[], { onProgress }: ReadOptions): () => void {
  const files = inputs.reduce((sum, { listing }) => sum + listing.files.length, 0);
  let read = 0;
  return () => onProgress?.({ read: (read += 1), files });
}

/** A key or an open product of one service must not reach the APIs of another. */
const severalServices = (path: string): InputError =>
  new InputError(
    path,
    "its answers of the management API are from more than one service",
    "Import each service alone.",
  );

const oneDocument = (paths: readonly string[], count: number): InputError =>
  new InputError(
    paths[0] ?? "",
    `a scope was given for one policy document, and the input has ${count} that stand alone`,
    "Give the scope with the one document that it is for.",
  );
