// The folders of the site: what is written here by hand, and what the build makes.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const site = dirname(fileURLToPath(import.meta.url));
const built = join(site, "build");
/** The pages as VitePress reads them: copied from the repository, or made from its code. */
export const pages = join(built, "pages");
export const cache = join(built, "cache");
/** The site itself, as a web server serves it. */
export const output = join(site, "dist");
