import type { Problem } from "../lib/errors.js";
import type { ProductAuthOptions, UpgradeOptions } from "./options.js";
import { DEFAULT_KEY_TIMES } from "../evidence/tokens/keys/key-ring.js";
import { originOf } from "../upgrades/origins.js";
import { isTrustworthyUrl } from "../lib/trustworthy-url.js";

/** Whether a text can be the name of a header field (RFC 9110 §5.6.2). */
export const isFieldName = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name);

/** What is wrong with the smaller options about requests and answers. */
export function resourceProblems(
  {
    protectedResource,
    failedValidation,
    tokenSource,
    subscriptionKeyParameterNames,
    maxTokenLength,
    signingKeys,
    upgrades = {},
  }: ProductAuthOptions,
  needsTokens: boolean,
): Problem[] {
  const problems: Problem[] = [];
  const resource = protectedResource?.resource;
  if (resource !== undefined && (!isTrustworthyUrl(resource) || /[?#]/.test(resource))) {
    const fix =
      "write the API's own https address without query and fragment, such as https://api.example.com/";
    problems.push({ path: "protectedResource.resource", message: "is no https address", fix });
  }
  const status = failedValidation?.status;
  if (status !== undefined && !(Number.isInteger(status) && status >= 400 && status <= 499)) {
    problems.push({
      path: "failedValidation.status",
      message: `is ${status}`,
      fix: "write a status from 400 to 499",
    });
  }
  if (tokenSource?.query !== undefined && tokenSource.header !== undefined) {
    problems.push({
      path: "tokenSource.query",
      message: "is a second place besides header",
      fix: "keep one of the two",
    });
  }
  for (const [path, name] of Object.entries({
    "tokenSource.header": tokenSource?.header,
    "subscriptionKeyParameterNames.header": subscriptionKeyParameterNames?.header,
  })) {
    if (name === undefined || isFieldName(name)) continue;
    problems.push({
      path,
      message: "is no header name",
      fix: "use letters, digits and hyphens (RFC 9110 §5.6.2)",
    });
  }
  const header = tokenSource?.header?.toLowerCase();
  if (
    tokenSource?.requireScheme !== undefined &&
    (tokenSource.query !== undefined || (header ?? "authorization") !== "authorization")
  ) {
    const fix = "remove it: only the Authorization header has a scheme, elsewhere the token stands bare";
    problems.push({ path: "tokenSource.requireScheme", message: "has no meaning here", fix });
  }
  const keyHeader = subscriptionKeyParameterNames?.header?.toLowerCase();
  if (needsTokens && tokenSource?.query === undefined && keyHeader === (header ?? "authorization")) {
    const fix = "give keys and tokens fields of their own, or let the products accept keys only";
    problems.push({
      path: "subscriptionKeyParameterNames.header",
      message: "is also where tokens are sent",
      fix,
    });
  }
  if (maxTokenLength === 0) {
    problems.push({
      path: "maxTokenLength",
      message: "is 0: no token would pass",
      fix: "write a number of characters",
    });
  }
  const refreshInterval = signingKeys?.refreshInterval ?? DEFAULT_KEY_TIMES.refreshInterval / 1000;
  const lastKnownGood = signingKeys?.lastKnownGood ?? DEFAULT_KEY_TIMES.lastKnownGood / 1000;
  if (lastKnownGood < refreshInterval) {
    problems.push({
      path: "signingKeys.lastKnownGood",
      message: `is less than refreshInterval: keys would be dropped before they are fetched again`,
      fix: `write at least ${refreshInterval} seconds, or a smaller refreshInterval`,
    });
  }
  if (signingKeys?.timeout === 0) {
    problems.push({
      path: "signingKeys.timeout",
      message: "is 0: no key would arrive",
      fix: "write a number of seconds",
    });
  }
  return [...problems, ...upgradeProblems(upgrades)];
}

function upgradeProblems(upgrades: UpgradeOptions): Problem[] {
  const { origins = [] } = upgrades;
  const strange =
    origins === "any" ? [] : [...origins.entries()].filter(([, one]) => originOf(one) === undefined);
  const fix =
    'write scheme, host and port alone, such as https://app.example; origins: "any" lets every page connect';
  return [...strange.map(([at]) => ({ path: `upgrades.origins[${at}]`, message: "is no origin", fix }))];
}
