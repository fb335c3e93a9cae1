// The public doors of the published packages: one page of the API reference each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "../.ci/files.mjs";

/** Each door as `{ name, folder, description, types, page }`: what users import, its package, its compiled declarations, its page. */
export const doors = foldersIn("packages").flatMap((folder) => {
  const {
    name,
    description,
    private: unpublished,
    exports,
  } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  if (unpublished) return [];
  return Object.entries(exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([door, { types }]) => ({
      name: door === "." ? name : `${name}${door.slice(1)}`,
      folder,
      description,
      types: join(root, folder, types),
      page: `${name.slice("@product-auth/".length)}${door.slice(1).replaceAll("/", "-")}`,
    }));
});
