import type { LoadedFile } from "../files/load-files.js";

/** Finds files beside and below a template by their names. One that is there twice is not found: which one is meant is open. */
export function linkedFiles(
  files: readonly LoadedFile[],
): (name: string, from: string) => { readonly at: string; readonly text: string } | undefined {
  const byName = new Map<string, LoadedFile[]>();
  for (const file of files) {
    const name = file.name.slice(file.name.lastIndexOf("/") + 1);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [file]);
    else known.push(file);
  }
  return (name, from) => {
    const folder = folderOf(from);
    const [file, other] = (byName.get(name) ?? []).filter((candidate) => candidate.name.startsWith(folder));
    return file === undefined || other !== undefined || file.isBroken
      ? undefined
      : { at: file.name, text: file.text };
  };
}

/** The folder of a place, `""` or with a `/` at its end. What follows a `#` names a resource. */
function folderOf(place: string): string {
  const mark = place.indexOf("#");
  const file = mark === -1 ? place : place.slice(0, mark);
  return file.slice(0, file.lastIndexOf("/") + 1);
}
