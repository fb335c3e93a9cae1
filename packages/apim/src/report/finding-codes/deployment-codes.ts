import { difference, lost, type FindingGuide } from "./finding-guide.js";

/** Codes of findings about what templates and plans leave to a deployment. */
export type DeploymentCode = "arm-condition" | "arm-expression" | "arm-link" | "arm-loop" | "policy-link";

export const deploymentCodes: Readonly<Record<DeploymentCode, FindingGuide>> = {
  "arm-condition": {
    severities: difference,
    title: "A resource with a condition that is unknown",
    meaning:
      "The template deploys the resource only under a condition that depends on unknown values. It is taken as deployed.",
    fix: "Give the parameters with `--parameters`.",
  },
  "arm-expression": {
    severities: ["lost", "difference"],
    title: "A value that only a deployment knows",
    meaning: "A name, link or flag of a template or plan depends on values that only a deployment has.",
    fix: "Give the parameters with `--parameters`, or import an export of the deployed service.",
  },
  "arm-link": {
    severities: lost,
    title: "A linked template that is not in the input",
    meaning: "The template deploys another one by its address. Its resources are unknown.",
    fix: "Put the linked template beside this one.",
  },
  "arm-loop": {
    severities: lost,
    title: "A loop that cannot be unrolled",
    meaning: "The number of copies depends on unknown values or is above 1,000.",
    fix: "Give the parameters with `--parameters`, or import an export of the deployed service.",
  },
  "policy-link": {
    severities: lost,
    title: "A policy document that is not in the input",
    meaning:
      "The policy is given by an address, and no file or more than one file of that name is in the input.",
    fix: "Put the file beside the template, once.",
  },
};
