import { difference, info, lost, type FindingGuide } from "./finding-guide.js";

/** Codes of findings about what is read. */
export type InputCode =
  | "unreadable"
  | "template"
  | "duplicate"
  | "partial-list"
  | "link-outside"
  | "override-unused"
  | "source-skipped"
  | "scope-missing"
  | "client-id-missing"
  | "workspace";

export const inputCodes: Readonly<Record<InputCode, FindingGuide>> = {
  unreadable: {
    severities: lost,
    title: "A document or value that cannot be read",
    meaning:
      "The text is not what the gateway accepts, for example a tag without its end tag, an expression that never ends or a document type declaration. It could hold rules, therefore its scope is held. On an access element: one of its values makes no sense, for example a number that is none.",
    fix: "Correct the file or element at the named place, or export it again.",
  },
  template: {
    severities: lost,
    title: "A template with directives",
    meaning:
      "The document holds directives of Terraform (`%{ … }`). Without the variables its content is unknown.",
    fix: "Import the output of `terraform show -json` of a plan or state.",
  },
  duplicate: {
    severities: lost,
    title: "A resource comes twice with different content",
    meaning:
      "Two files describe the same resource, or two names become the same name. Which one is deployed is unknown.",
    fix: "Give only the files that belong together, or rename one of the resources.",
  },
  "partial-list": {
    severities: lost,
    title: "A list that goes on elsewhere",
    meaning: "The answer of the management API has a `nextLink`: more resources exist than the file holds.",
    fix: "Follow the `nextLink` and save its answers beside the first one.",
  },
  "link-outside": {
    severities: info,
    title: "A symbolic link that was not followed",
    meaning: "The link leaves the input. What it leads to was not read.",
    fix: "Copy the file to the input when it belongs to the configuration.",
  },
  "override-unused": {
    severities: info,
    title: "An override that meets no resource",
    meaning: "The file of overrides names a resource that is not in the input. It changed nothing.",
    fix: "Write the name of the resource, which is the name of its folder, not its display name.",
  },
  "scope-missing": {
    severities: ["lost", "difference"],
    title: "A policy document that belongs to nothing",
    meaning:
      "The document has rules, and the input does not say to which API, operation or product it belongs. Its rules guard nothing in the catalog. One in the folder of an API or product may be its policy under another name, so that API or product is held.",
    fix: "Name the file `policy.xml` in its folder, give the files of the service alone, or accept the finding where the document is a sample or the source of a policy that is in the input.",
  },
  "source-skipped": {
    severities: info,
    title: "Sources that are not read",
    meaning:
      "The folder holds Bicep or Terraform sources beside what was read. Another tool must compile them first.",
    fix: "Run `az bicep build` or `terraform show -json` and import what it prints.",
  },
  "client-id-missing": {
    severities: difference,
    title: "A client application without an id in Entra ID",
    meaning:
      "Tokens name a client by its application id, which the input does not have. The client is not imported.",
    fix: "Add `entraApplicationId`, or export the client application from the service.",
  },
  workspace: {
    severities: lost,
    title: "A resource of a workspace",
    meaning: "Resources of workspaces have own policies and gateways, which an import does not carry.",
    fix: "Import the content of the workspace's folder alone, and serve it as a catalog apart.",
  },
};
