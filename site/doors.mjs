// The public doors of the published packages: one page of the API reference each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "../.ci/files.mjs";
import { subjects } from "./door-subjects.mjs";

/** Each door as `{ name, folder, description, types, page }`: what users import, its package, its purpose, its compiled declarations, its page. */
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
      description: door === "." ? description : subjectOf(name, door),
      types: join(root, folder, types),
      page: `${name.slice("@product-auth/".length)}${door.slice(1).replaceAll("/", "-")}`,
    }));
});

function subjectOf(name, door) {
  const short = `${name.slice("@product-auth/".length)}${door.slice(1)}`;
  const subject = subjects[short];
  if (subject === undefined) throw new Error(`site/door-subjects.mjs does not say what ${short} is for`);
  return subject;
}
