import type { Problem } from "../lib/errors.js";
import type { CatalogPolicies } from "../policies/token/token-policy.js";
import { formProblems } from "./form-problems.js";
import * as form from "./forms.js";
import { emptyPolicies, policiesAt } from "./given-policies.js";
import { accessPolicyForms, type AccessPolicies } from "./policies.js";
import { policyProblems, type PolicyCatalog, type PolicySurroundings } from "./policy-problems.js";
import { settlePolicy, type PolicyDefaults } from "./settle-policies.js";

const ruleForm = form.object<AccessPolicies>(accessPolicyForms);

/** Makes what checks and settles the policies of rules. */
export function rulePolicies(
  catalog: PolicyCatalog,
  surroundings: PolicySurroundings,
  defaults: PolicyDefaults,
): CatalogPolicies["ofRule"] {
  return (rule, where) => {
    const { validateJwt } = rule as AccessPolicies;
    if (validateJwt === undefined) return { problems: [], policies: [] };
    const holder = { validateJwt };
    const empty = emptyPolicies(where, holder);
    if (empty.length > 0) return { problems: empty, policies: [] };
    const { problems } = formProblems(holder, ruleForm);
    if (problems.length > 0)
      return {
        problems: problems.map(({ path, ...rest }) => ({ path: `${where}.${path}`, ...rest })),
        policies: [],
      };
    const given = policiesAt(holder, { path: where, place: "rule" });
    const found = given.flatMap((one) => [
      ...functionProblems(one.path, one.policy),
      ...policyProblems(one, catalog, surroundings),
    ]);
    if (found.length > 0) return { problems: found, policies: [] };
    return { problems: [], policies: given.map((one) => settlePolicy(one, defaults)) };
  };
}

// Rules are plain data: an instance copies and compares them.
function functionProblems(path: string, policy: object): Problem[] {
  return Object.entries(policy).flatMap(([name, value]): Problem[] => {
    if (typeof value === "function") {
      const fix = "write plain data here, or the policy in the option policies, a product or an API";
      return [{ path: `${path}.${name}`, message: "is a function, and rules are plain data", fix }];
    }
    const isDeeper = typeof value === "object" && value !== null;
    return isDeeper ? functionProblems(`${path}.${name}`, value as object) : [];
  });
}
