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

/** Every kind of issuer. */
export const issuers: readonly ((suite: Suite) => void)[] = [
  algorithms,
  challenges,
  encryptedTokens,
  entraClaims,
  entraClouds,
  entraOrganizations,
  entraTenants,
  failedValidation,
  givenKeys,
  hints,
  openidClaims,
  openidIssuer,
  openidRights,
  productDemands,
  protectedResourceDocument,
  protectedResource,
  severalIssuers,
  startUpKeys,
  startUp,
  tokenSource,
];
