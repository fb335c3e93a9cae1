/** How a file of an extracted folder is read. */
export type ArtifactForm =
  /** JSON with `properties`. */
  | "information"
  /** The text of a policy document. */
  | "policy"
  /** The file alone is the statement. */
  | "link"
  /** JSON list of `{ name }`: one link each. */
  | "list"
  /** An OpenAPI document or another description of operations. */
  | "specification";

/** A file of the folders that the extractors of APIOps write (Azure/apiops, Azure/apiops-cli). */
export interface Artifact {
  readonly type: string;
  readonly form: ArtifactForm;
  /** Names of the resource, outermost first. */
  readonly names: readonly string[];
}

interface Pattern {
  readonly segments: readonly string[];
  readonly type: string;
  readonly form: ArtifactForm;
  /** Whether the file proves that its folder was extracted: any folder may hold a `policy.xml`. */
  readonly isProof: boolean;
}

const pattern = (path: string, type: string, form: ArtifactForm, isProof = form !== "policy"): Pattern => ({
  segments: path.split("/"),
  type,
  form,
  isProof,
});

const PATTERNS: readonly Pattern[] = [
  pattern("policy.xml", "policies", "policy"),
  pattern("products/*/productInformation.json", "products", "information"),
  pattern("products/*/policy.xml", "products/policies", "policy"),
  pattern("products/*/apis.json", "products/apis", "list"),
  pattern("products/*/apis/*/productApiInformation.json", "products/apis", "link"),
  pattern("products/*/groups.json", "products/groups", "list"),
  pattern("products/*/groups/*/productGroupInformation.json", "products/groups", "link"),
  pattern("apis/*/apiInformation.json", "apis", "information"),
  pattern("apis/*/policy.xml", "apis/policies", "policy"),
  ...["yaml", "yml", "json", "graphql", "wsdl", "wadl"].map((ending) =>
    pattern(`apis/*/specification.${ending}`, "apis/operations", "specification", false),
  ),
  pattern("apis/*/operations/*/operationInformation.json", "apis/operations", "information"),
  pattern("apis/*/operations/*/policy.xml", "apis/operations/policies", "policy"),
  pattern("apis/*/resolvers/*/policy.xml", "apis/resolvers/policies", "policy"),
  pattern("subscriptions/*/subscriptionInformation.json", "subscriptions", "information"),
  // Extractors up to version 7 write a space, apiops-cli writes camel case.
  ...["named values", "namedValues"].map((folder) =>
    pattern(`${folder}/*/namedValueInformation.json`, "namedValues", "information"),
  ),
  ...["version sets", "versionSets"].map((folder) =>
    pattern(`${folder}/*/versionSetInformation.json`, "apiVersionSets", "information"),
  ),
  // The first extractors.
  pattern("version sets/*/apiVersionSetInformation.json", "apiVersionSets", "information"),
  ...["policy fragments", "policyFragments"].flatMap((folder) => [
    pattern(`${folder}/*/policyFragmentInformation.json`, "policyFragments", "information"),
    pattern(`${folder}/*/policy.xml`, "policyFragments", "policy", true),
  ]),
];

const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const byFileName: ReadonlyMap<string, readonly Pattern[]> = new Map(
  PATTERNS.map(({ segments }) => [
    segments.at(-1)!,
    PATTERNS.filter((other) => other.segments.at(-1) === segments.at(-1)),
  ]),
);

/** The artifact that a file is, by its path in an extracted folder. */
export function artifactOf(path: string): Artifact | undefined {
  const segments = path.split("/");
  for (const pattern of byFileName.get(fileNameOf(path)) ?? [])
    if (pattern.segments.length === segments.length && isMatch(pattern, segments))
      return named(pattern, segments);
  return undefined;
}

/** The folder that was extracted (`""`: the input itself), when this file proves one. */
export function extractedFolderOf(path: string): string | undefined {
  const segments = path.split("/");
  for (const pattern of byFileName.get(fileNameOf(path)) ?? []) {
    const length = segments.length - pattern.segments.length;
    if (!pattern.isProof || length < 0 || !isMatch(pattern, segments.slice(length))) continue;
    const folder = segments.slice(0, length);
    // A workspace has the same tree as the service that it is part of.
    return (folder.at(-2) === "workspaces" ? folder.slice(0, -2) : folder).join("/");
  }
  return undefined;
}

/** Whether a file is read whatever its first bytes are, because its name tells what it is. */
export const isNamedLikeArtifact = (path: string): boolean => byFileName.has(fileNameOf(path));

const isMatch = (pattern: Pattern, segments: readonly string[]): boolean =>
  pattern.segments.every((segment, i) => segment === "*" || segment === segments[i]);

const named = ({ segments: wanted, type, form }: Pattern, segments: readonly string[]): Artifact => ({
  type,
  form,
  names: segments.filter((_, i) => wanted[i] === "*"),
});
