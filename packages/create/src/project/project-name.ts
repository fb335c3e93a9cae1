/** A name for package.json, from the name of the folder: lower-case letters, digits and dashes, at most 100. */
export function projectNameOf(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .slice(0, 100)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return name === "" ? "my-api" : name;
}
