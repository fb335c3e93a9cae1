import type { Problem } from "../lib/errors.js";
import { NO_POLICIES, type CatalogPolicies } from "../policies/placed-policies.js";
import { customProblems } from "./settle-custom.js";
import { formProblems } from "./form-problems.js";
import * as form from "./forms.js";
import { emptyPolicies } from "./empty-policies.js";
import { tokenPoliciesAt } from "./given-token-policies.js";
import { limitProblemsIn, sharedCounterProblems } from "./limit-problems.js";
import { policyForms, type RulePolicies } from "./policies.js";
import { policyHolders, type PolicyHolder, type PolicyHolders } from "./policy-holders.js";
import { settleHolder } from "./settle-policies.js";
import type { PolicyDefaults } from "./settle-token-policy.js";
import { tokenPolicyProblems, type PolicyCatalog, type PolicySurroundings } from "./token-policy-problems.js";

const ruleForm = form.object<RulePolicies>({
  validateJwt: policyForms.anywhere.validateJwt,
  custom: policyForms.anywhere.custom,
  rateLimitByKey: policyForms.anywhere.rateLimitByKey,
});

/** Makes what checks and settles the policies of rules. */
export function rulePolicies(
  catalog: PolicyCatalog,
  surroundings: PolicySurroundings,
  defaults: PolicyDefaults,
): CatalogPolicies["ofRule"] {
  let holders: readonly PolicyHolder[] | undefined; // read for a rule with policies only
  const limitProblems = limitProblemsIn(catalog, surroundings.kinds);
  const refused = (problems: readonly Problem[]) => ({ problems, policies: NO_POLICIES });
  return (rule, where) => {
    const policies = policiesOf(rule);
    if (Object.keys(policies).length === 0) return refused([]);
    const holder = { path: where, place: "rule", counterPlace: `rule:${JSON.stringify(rule)}`, policies };
    const empty = emptyPolicies(holder);
    if (empty.length > 0) return refused(empty);
    const { problems } = formProblems(policies, ruleForm);
    if (problems.length > 0)
      return refused(problems.map(({ path, ...rest }) => ({ path: `${where}.${path}`, ...rest })));
    const found = [
      ...Object.entries(policies)
        .filter(([name]) => name !== "custom")
        .flatMap(([name, policy]) => functionProblems(`${where}.${name}`, policy)),
      ...customProblems(holder),
      ...tokenPoliciesAt(holder).flatMap((one) => tokenPolicyProblems(one, catalog, surroundings)),
      ...limitProblems(holder),
      ...sharedCounterProblems([...(holders ??= holdersOf(catalog)), holder]).filter(({ path }) =>
        path.startsWith(`${where}.`),
      ),
    ];
    if (found.length > 0) return refused(found);
    return { problems: [], policies: settleHolder(holder, defaults) };
  };
}

// A counter of a rule may have the name of one in the catalog.
function holdersOf({ products, apis, instance }: PolicyCatalog): readonly PolicyHolder[] {
  const options = {
    ...(instance !== undefined && { policies: instance }),
    products: Object.fromEntries(products),
    apis: Object.fromEntries(apis),
  };
  return policyHolders({ options: options as PolicyHolders, wrong: [] });
}

function policiesOf(rule: RulePolicies): RulePolicies {
  return {
    ...("validateJwt" in rule && { validateJwt: rule.validateJwt! }),
    ...("custom" in rule && { custom: rule.custom! }),
    ...("rateLimitByKey" in rule && { rateLimitByKey: rule.rateLimitByKey! }),
  };
}

// Rules are plain data, but for policies of the application: an instance copies and compares them.
function functionProblems(path: string, policy: object): Problem[] {
  return Object.entries(policy).flatMap(([name, value]): Problem[] => {
    const at = Array.isArray(policy) ? `${path}[${name}]` : `${path}.${name}`;
    if (typeof value === "function") {
      const fix = "write plain data here, or the policy in the option policies, a product or an API";
      return [{ path: at, message: "is a function, and rules are plain data", fix }];
    }
    const isDeeper = typeof value === "object" && value !== null;
    return isDeeper ? functionProblems(at, value as object) : [];
  });
}
