import type { Access, Admit } from "../decision/decision.js";
import { examinePolicyToken } from "../evidence/examine-policy-token.js";
import { digestKey } from "../evidence/subscriptions/key-digest.js";
import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { tokensEndAt } from "../policies/token/tokens-end-at.js";
import type { CompiledRule, Requirement } from "../rules/rule.js";
import type { RuleBook } from "../rules/rule-book.js";
import type { UpgradeAuth, UpgradeContext } from "../upgrades/upgrade-context.js";
import { policiesOf } from "./decide-by-rule.js";
import type { RequestPipeline } from "./request-pipeline.js";

/** The parts of an instance that its open connections ask. */
interface UpgradeParts<P extends string> {
  readonly auth: UpgradeAuth<P>;
  readonly pipeline: RequestPipeline<P>;
  readonly rules: RuleBook<P>;
  readonly tokens: TokenValidator;
}

/** What the code of upgrades knows of its instance. The route of a request is found at each question: the catalog may have changed. */
export function contextOfUpgrades<P extends string>({
  auth,
  pipeline,
  rules,
  tokens,
}: UpgradeParts<P>): UpgradeContext<P> {
  const { settings, collected, concluded } = pipeline;
  const { clock, peppers, sources } = settings;
  const routeOf = (handle: Requirement<P>, view: Parameters<UpgradeContext<P>["digestsOf"]>[0]) => {
    const found = rules.atRequest(handle as CompiledRule<P>, view);
    return "code" in found ? undefined : found;
  };
  return {
    auth,
    settings,
    conclude: (decision, handle, view) =>
      concluded.conclude(decision, routeOf(handle, view) ?? rules.anyProduct, view, clock()),
    digestsOf(view, handle) {
      const requirement = routeOf(handle, view);
      if (requirement === undefined || !requirement.accepts.key) return [];
      const { key } = collected.of(view, requirement).credentials;
      return key.kind === "present" ? peppers.map((pepper) => digestKey(key.value, pepper)) : [];
    },
    policyTokensEndAt(view, handle, access) {
      const requirement = routeOf(handle, view);
      if (requirement?.chain === undefined) return Infinity;
      const now = clock();
      const evidence = collected.gather(view, requirement, now);
      if (evidence instanceof Promise) return now;
      const admitted: Admit<P> = { outcome: "admit", access: access as Access<P>, headers: {} };
      const policies = policiesOf(settings, admitted, requirement, evidence, now).tokens;
      const carried = collected.of(view, requirement);
      return tokensEndAt(policies, view.method, (policy) =>
        examinePolicyToken(carried, policy.tokenPlace, tokens.forPolicy(policy), sources, now),
      );
    },
  };
}
