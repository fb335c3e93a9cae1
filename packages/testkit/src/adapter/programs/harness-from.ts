import type { AdapterHarness } from "../adapter-harness.js";

/** Loads the harness that the contract is run with, in another process. */
export async function harnessFrom({ module, name }: AdapterHarness["source"]): Promise<AdapterHarness> {
  const exported = (await import(module)) as Record<string, AdapterHarness | undefined>;
  const harness = exported[name];
  if (harness === undefined) throw new Error(`${module} does not export ${name}`);
  return harness;
}
