import { basename, resolve } from "node:path";
import type { ListedFile, Listing } from "../files/list-files.js";

/** An input with its files under names that no other input uses. */
export interface NamedInput {
  /** As the caller wrote it. */
  readonly path: string;
  readonly listing: Listing;
}

/**
 * Makes places of findings clear: when two inputs have a file of one name, the names of each input begin with the name of
 * its folder or file. A file that two inputs share is read once.
 */
export function nameInputs(inputs: readonly NamedInput[]): readonly NamedInput[] {
  const paths = new Set<string>();
  // An input all of whose files others hold is dropped: it has nothing left to recognize.
  const single = inputs
    .map(({ path, listing }) => ({
      path,
      listing: { ...listing, files: listing.files.filter(({ path: file }) => isNew(paths, resolve(file))) },
    }))
    .filter(({ listing }, i) => listing.files.length > 0 || inputs[i]?.listing.files.length === 0);
  const names = new Set<string>();
  if (single.every(({ listing }) => listing.files.every(({ name }) => isNew(names, name)))) return single;
  const prefixes = new Set<string>();
  return single.map((input) => {
    const base = basename(resolve(input.path));
    let prefix = base;
    for (let i = 2; prefixes.has(prefix); i++) prefix = `${base}-${i}`;
    prefixes.add(prefix);
    return withPrefix(input, prefix);
  });
}

function withPrefix({ path, listing }: NamedInput, prefix: string): NamedInput {
  const named = (name: string): string => `${prefix}/${name}`;
  return {
    path,
    listing: {
      folder: listing.folder,
      files: listing.files.map((file): ListedFile => ({ ...file, name: named(file.name) })),
      findings: listing.findings.map((finding) => ({ ...finding, at: named(finding.at) })),
    },
  };
}

function isNew(seen: Set<string>, text: string): boolean {
  if (seen.has(text)) return false;
  seen.add(text);
  return true;
}
