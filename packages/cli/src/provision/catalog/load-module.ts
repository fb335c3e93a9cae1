// The process in which `product-auth provision` loads a module.
import { exportMessage, type ModuleExport } from "./module-export.js";

const [address = ""] = process.argv.splice(2); // it is the command's, and the module may read the arguments
process.once("disconnect", () => process.exit());
const loaded = await load(address);
// Everything that the module has running ends with this.
process.send?.(exportMessage(loaded), () => process.exit());

async function load(url: string): Promise<ModuleExport> {
  try {
    const { default: catalog } = (await import(url)) as { readonly default?: unknown };
    const json = JSON.stringify(catalog) as string | undefined;
    return json === undefined ? { problem: "has no default export that is a catalog" } : { json };
  } catch (error) {
    return { problem: `cannot be loaded: ${error instanceof Error ? error.message : String(error)}` };
  }
}
