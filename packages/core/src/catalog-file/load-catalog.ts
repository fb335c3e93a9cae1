import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { locateJsonError } from "../lib/locate-json-error.js";
import type { ClientApplication } from "../evidence/clients/client-application.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import type { AnyOptions, CatalogOptions } from "../options/options.js";
import { breaks } from "../lib/breaks.js";
import { checkApis } from "../options/check-apis.js";
import type { CheckedApis } from "../options/checked-apis.js";
import { problemsOfCatalog } from "../options/check.js";
import type { SubscriptionOptions } from "../evidence/subscriptions/memory-store.js";
import { replaceCatalogVariables, withoutValues, type CatalogVariables } from "./catalog-variables.js";
import { placesInJson, type JsonPath, type Place } from "../lib/json-places.js";
import { deepFreeze } from "../lib/deep-freeze.js";

/** The content of a catalog file: options to spread into those of `productAuth`. */
export interface CatalogFile extends CatalogOptions<string, string> {
  readonly subscriptions?: readonly SubscriptionOptions<string, string>[];
  readonly clientApplications?: readonly ClientApplication[];
}

/** Members of the file that are no options of `productAuth`. */
interface NotOptions {
  readonly $schema?: string;
  readonly provision?: object;
}

/**
 * Reads a catalog file. A relative path in `openapi` becomes absolute: it is relative to the catalog file. Rejects with one
 * `ConfigurationError` that lists every problem with its line and column.
 */
export async function loadCatalog(path: string, variables: CatalogVariables = {}): Promise<CatalogFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "does not exist" : `cannot be read: ${message}`;
    const fix =
      'write a JSON file { "products": { … }, "apis": { … } } there, or pass the path of another file';
    throw new ConfigurationError([{ path, message: problem, fix }]);
  }
  return readCatalog(text, basename(path), dirname(path), variables);
}

/**
 * Parses the text of a catalog. Throws like `loadCatalog`. `name`: the file name for the problems. `folder`: the folder that
 * paths in `openapi` are relative to. Default: the paths stay as they are.
 */
export function readCatalog(
  text: string,
  name = "catalog.json",
  folder?: string,
  variables: CatalogVariables = {},
): CatalogFile {
  return checkedCatalog(parseCatalog(text, name, variables), name, folder);
}

/** The same in steps of a few milliseconds, between which the process does other work. */
export async function readCatalogInSteps(
  text: string,
  name: string,
  folder: string,
  variables: CatalogVariables,
): Promise<CatalogFile> {
  const parsed = parseCatalog(text, name, variables);
  const { content } = parsed.replaced;
  if (typeof content !== "object" || content === null) return checkedCatalog(parsed, name, folder);
  return checkedCatalog(parsed, name, folder, await checkApis(content as AnyOptions, breaks(), "in a file"));
}

interface ParsedCatalog {
  /** Without a byte order mark, as editors on Windows write it. */
  readonly bare: string;
  readonly content: unknown;
  readonly replaced: ReturnType<typeof replaceCatalogVariables>;
}

function parseCatalog(text: string, name: string, { env }: CatalogVariables): ParsedCatalog {
  const bare = text.replace(/^\uFEFF/, "");
  let content: unknown;
  try {
    content = JSON.parse(bare);
  } catch {
    // Not the parser's message: it quotes the file, which may contain keys.
    const problem = {
      path: "",
      message: "is not valid JSON from this position on",
      fix: "fix the JSON syntax there",
    };
    throw new ConfigurationError([at(locateJsonError(bare), name, problem)]);
  }
  return { bare, content, replaced: replaceCatalogVariables(content, env) };
}

function checkedCatalog(
  { bare, content, replaced }: ParsedCatalog,
  name: string,
  folder: string | undefined,
  checked?: CheckedApis,
): CatalogFile {
  // A text with a variable that is not set says nothing about its form.
  const problems =
    replaced.problems.length > 0
      ? replaced.problems
      : withoutValues(problemsOfCatalog(replaced.content, undefined, checked), replaced);
  if (problems.length > 0) throw new ConfigurationError(located(bare, content, problems, name));
  const { $schema: _1, provision: _2, ...catalog } = replaced.content as CatalogFile & NotOptions;
  return deepFreeze(folder === undefined ? catalog : withPathsFrom(folder, catalog));
}

/**
 * Adds the file name, line and column to the path of each problem, as `readCatalog` does. `text`: valid JSON in which the
 * problems were found. A value that does not exist gets the position of its closest existing parent.
 */
export function locateProblems(text: string, problems: readonly Problem[], name: string): readonly Problem[] {
  const bare = text.replace(/^\uFEFF/, "");
  return located(bare, JSON.parse(bare), problems, name);
}

function located(
  text: string,
  content: unknown,
  problems: readonly Problem[],
  name: string,
): readonly Problem[] {
  const paths = problems.map(({ path }) => jsonPathOf(content, path));
  const places = placesInJson(text, paths);
  return problems.map((problem, i) => at(places[i]!, name, problem));
}

// The process that uses the catalog may run in another folder than the file's.
function withPathsFrom(folder: string, catalog: CatalogFile): CatalogFile {
  if (catalog.apis === undefined) return catalog;
  const apis = Object.entries(catalog.apis).map(([name, api]) => {
    const { openapi } = api;
    return [name, typeof openapi === "string" ? { ...api, openapi: resolve(folder, openapi) } : api];
  });
  return { ...catalog, apis: Object.fromEntries(apis) as CatalogFile["apis"] & {} };
}

function at({ line, column }: Place, name: string, { path, message, fix }: Problem): Problem {
  const where = path === "options" ? "" : path;
  return { path: `${name}:${line}:${column} ${where}`.trimEnd(), message, fix };
}

// Names may contain dots, so the path is matched against the content: of several matching names the longest wins.
function jsonPathOf(content: unknown, path: string): JsonPath {
  const steps: (string | number)[] = [];
  let [value, rest] = [content, path];
  while (typeof value === "object" && value !== null) {
    const members = value as Readonly<Record<string, unknown>>;
    const here = rest.replace(/^\./, "");
    const [name] = Object.keys(members)
      .filter((name) => leadsOn(here, name) || leadsOn(here, `[${name}]`))
      .sort((one, other) => other.length - one.length);
    if (name === undefined) break;
    rest = here.slice(leadsOn(here, name) ? name.length : name.length + 2);
    steps.push(Array.isArray(value) ? Number(name) : name);
    value = members[name];
  }
  return steps;
}

const leadsOn = (path: string, name: string) =>
  path.startsWith(name) && /^(?:[.[]|$)/.test(path.slice(name.length));
