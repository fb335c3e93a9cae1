import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What importing a module loads into a fresh process: files of core by their place in it, packages by their names. */
export interface Loaded {
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

const program = fileURLToPath(new URL("import-module.js", import.meta.url));
const home = new URL("../../dist/", import.meta.url).href;

export async function modulesLoadedBy(specifier: string): Promise<Loaded> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, specifier]);
  const urls = JSON.parse(stdout) as readonly string[];
  const files = urls.filter((url) => url.startsWith(home)).map((url) => url.slice(home.length));
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return { files, packages: [...new Set(packages)].sort() };
}
