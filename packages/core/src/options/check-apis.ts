import { apiProblems, apisForms, fileApisForms, settleApi, type ApiOptions, type NamedApi } from "./apis.js";
import { CheckedApis, type CheckedApi } from "./checked-apis.js";
import { formProblems } from "./form-problems.js";
import { object, type ObjectForm } from "./forms.js";
import type { AnyOptions } from "./options.js";
import { hasPolicies } from "./policy-holders.js";
import { givenProducts, productsForms } from "./products.js";
import { settleSubscriptionKeys, subscriptionKeyForms } from "./subscription-keys.js";
import { tokenForms } from "./tokens.js";

const apiForms: Readonly<Record<"in code" | "in a file", ObjectForm>> = {
  "in code": object(apisForms),
  "in a file": object(fileApisForms),
};

/** The options that say how an API is checked. */
const contextForms = { ...productsForms, ...tokenForms, ...subscriptionKeyForms };
const contextForm: ObjectForm = object<Pick<AnyOptions, keyof typeof contextForms & keyof AnyOptions>>(
  contextForms as never,
);

/**
 * Checks and settles the APIs that can be checked one by one, before the rest of a catalog: those without policies. One in
 * which anything is wrong is left out; undefined where the options that they depend on are wrong. The check of the whole
 * catalog finds the problem then. `rest`: called between two APIs, and awaited when it returns a promise. `where`: a file may
 * hold less than code. Default: in code.
 */
export async function checkApis(
  options: AnyOptions,
  rest: () => Promise<void> | undefined,
  where: keyof typeof apiForms = "in code",
): Promise<CheckedApis | undefined> {
  const { apis } = options;
  const check = checkIn(options, apiForms[where]);
  if (check === undefined || typeof apis !== "object" || apis === null || Array.isArray(apis))
    return undefined;
  const checked = new CheckedApis();
  for (const named of Object.entries(apis)) {
    const found = check(named);
    if (found !== undefined) checked.add(named[0], found);
    const pause = rest();
    if (pause !== undefined) await pause;
  }
  return checked;
}

function checkIn(
  options: AnyOptions,
  apiForm: ObjectForm,
): ((named: NamedApi) => CheckedApi | undefined) | undefined {
  const context = Object.fromEntries(
    Object.entries(options).filter(([name]) => Object.hasOwn(contextForms, name)),
  );
  if (formProblems(context, contextForm).problems.length > 0) return undefined;
  const given = { options, wrong: [] };
  const products = givenProducts(given);
  const { keyNames } = settleSubscriptionKeys(options);
  return (named) => {
    const [name, api] = named;
    if (formProblems({ apis: Object.fromEntries([named]) }, apiForm).problems.length > 0) return undefined;
    if (hasPoliciesWithin(api) || apiProblems(named, products, given).length > 0) return undefined;
    return { options: api, api: settleApi(name, api, keyNames) };
  };
}

const hasPoliciesWithin = (api: ApiOptions): boolean =>
  hasPolicies(api) || Object.values(api.operations ?? {}).some(hasPolicies);
