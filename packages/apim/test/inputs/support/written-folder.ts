import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readInputs } from "#src/inputs/read-inputs.js";
import type { Reading } from "#src/configuration/reading.js";
import type { ReadOptions } from "#src/inputs/read-options.js";
import { settleConfiguration } from "#src/configuration/settle-configuration.js";
import type { Configuration } from "#src/configuration/configuration.js";

/** Files by their names relative to a folder: text or bytes as they are, other values as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes files to a temporary folder, calls `use` with it, and removes it. */
export async function withFolder<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "import-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contentOf(content));
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const contentOf = (content: unknown): string | Uint8Array =>
  typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content);

/** Reads a folder of these files; options name files in it. */
export const readFiles = (files: Files, options: ReadOptions = {}): Promise<Reading> =>
  withFolder(files, (folder) => {
    const inFolder = (name: string | undefined): string | undefined =>
      name === undefined ? undefined : join(folder, name);
    return readInputs([folder], {
      ...options,
      overrides: inFolder(options.overrides),
      secrets: inFolder(options.secrets),
      parameters: inFolder(options.parameters),
    });
  });

/** The configuration that a folder of these files has. */
export const settleFiles = async (files: Files, options: ReadOptions = {}): Promise<Configuration> =>
  settleConfiguration(await readFiles(files, options));

/** Findings as `severity code at`. */
export const listed = ({ findings }: Pick<Reading, "findings">): readonly string[] =>
  findings.map(({ severity, code, at }) => `${severity} ${code} ${at}`).sort();

/** Resources as `type name/name`. */
export const named = ({ resources }: Reading): readonly string[] =>
  resources.map(({ type, names }) => `${type} ${names.join("/")}`).sort();

export const POLICY = "<policies><inbound><base /></inbound></policies>";

/** An id of the management API. */
export const id = (path: string): string =>
  `/subscriptions/00000000-aaaa-4bbb-8ccc-000000000001/resourceGroups/rg/providers/Microsoft.ApiManagement/service/svc/${path}`;

/** The error of a promise that must be refused. */
export const refusal = async (work: Promise<unknown>): Promise<Error & { readonly fix?: string }> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was not refused");
};
