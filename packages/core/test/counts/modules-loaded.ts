import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What importing a module loads into a fresh process. */
export interface Loaded {
  /** Sources of core, by their place in it: those of the loaded bundles, as their source maps list them. */
  readonly sources: readonly string[];
  /** Packages by name. */
  readonly packages: readonly string[];
}

const program = fileURLToPath(new URL("import-module.js", import.meta.url));
const home = new URL("../../", import.meta.url);

export async function modulesLoadedBy(specifier: string): Promise<Loaded> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, specifier]);
  const urls = JSON.parse(stdout) as readonly string[];
  const bundles = urls.filter((url) => url.startsWith(new URL("dist/", home).href));
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return { sources: bundles.flatMap(sourcesOf).sort(), packages: [...new Set(packages)].sort() };
}

function sourcesOf(bundle: string): string[] {
  const map = JSON.parse(readFileSync(fileURLToPath(`${bundle}.map`), "utf8")) as {
    sources: (string | null)[];
  };
  const src = new URL("src/", home).href;
  const named = map.sources.filter((source) => source !== null);
  return named.map((source) => new URL(source, bundle).href.replace(src, ""));
}
