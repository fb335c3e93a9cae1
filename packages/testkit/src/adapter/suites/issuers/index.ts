import type { Suite } from "../../suite.js";
import { algorithms } from "./algorithms.js";
import { challenges } from "./challenges.js";
import { encryptedTokens } from "./encrypted-tokens.js";
import { entraClaims } from "./entra-claims.js";
import { entraClouds } from "./entra-clouds.js";
import { entraOrganizations } from "./entra-organizations.js";
import { entraTenants } from "./entra-tenants.js";
import { failedValidation } from "./failed-validation.js";
import { givenKeys } from "./given-keys.js";
import { hints } from "./hints.js";
import { openidClaims } from "./openid-claims.js";
import { openidIssuer } from "./openid-issuer.js";
import { openidRights } from "./openid-rights.js";
import { productDemands } from "./product-demands.js";
import { protectedResourceDocument } from "./protected-resource-document.js";
import { protectedResource } from "./protected-resource.js";
import { severalIssuers } from "./several-issuers.js";
import { startUpKeys } from "./start-up-keys.js";
import { startUp } from "./start-up.js";
import { tokenSource } from "./token-source.js";

/** Where tokens stand in a request, and what is answered. */
export const issuerSurface: readonly ((suite: Suite) => void)[] = [
  challenges,
  failedValidation,
  protectedResourceDocument,
  protectedResource,
  tokenSource,
];

/** Every kind of issuer and what its tokens may say. */
export const issuerDecisions: readonly ((suite: Suite) => void)[] = [
  algorithms,
  encryptedTokens,
  entraClaims,
  entraClouds,
  entraOrganizations,
  entraTenants,
  givenKeys,
  hints,
  openidClaims,
  openidIssuer,
  openidRights,
  productDemands,
  severalIssuers,
  startUpKeys,
  startUp,
];
