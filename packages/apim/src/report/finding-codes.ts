import { type AccessCode, accessCodes } from "./finding-codes/access-codes.js";
import { type DeploymentCode, deploymentCodes } from "./finding-codes/deployment-codes.js";
import { type DocumentCode, documentCodes } from "./finding-codes/document-codes.js";
import { type InputCode, inputCodes } from "./finding-codes/input-codes.js";
import { type ResourceCode, resourceCodes } from "./finding-codes/resource-codes.js";
import type { FindingGuide } from "./finding-codes/finding-guide.js";

export type { FindingGuide };

/** A code of {@link findingCodes}. */
export type FindingCode = InputCode | DeploymentCode | ResourceCode | AccessCode | DocumentCode;

/** Every code that a finding of an import can have. */
export const findingCodes: Readonly<Record<FindingCode, FindingGuide>> = {
  ...inputCodes,
  ...deploymentCodes,
  ...resourceCodes,
  ...accessCodes,
  ...documentCodes,
};
