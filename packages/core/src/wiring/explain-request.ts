import { hasAlternatives } from "../decision/decide-alternatives.js";
import type { Decision } from "../decision/decision.js";
import { refuse } from "../decision/refused.js";
import type { Evidence } from "../evidence/evidence.js";
import { THROTTLE_CHECK } from "../operators/checks.js";
import { explain, passed, type Explanation } from "../operators/explain.js";
import { explainAlternatives } from "../operators/explain-alternatives.js";
import { connectionChecks } from "../operators/explain-connection.js";
import { explainEarly, withEarlyChecks } from "../operators/explain-early.js";
import {
  explainPolicies,
  type JudgedCustomPolicy,
  type JudgedPolicy,
} from "../operators/explain-policies.js";
import { failedThrottle } from "../operators/explain-throttle.js";
import { hintAtMissing } from "../operators/missing-hint.js";
import type { JudgedConnection } from "../policies/connection/judge-connection.js";
import { NO_POLICIES } from "../policies/placed-policies.js";
import type { Finding } from "../refusals/refusals.js";
import { ABSENT } from "../request/credentials.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";
import type { RuleBook } from "../rules/rule-book.js";
import { decideByRule, policiesOf } from "./decide-by-rule.js";
import type { RequestPipeline } from "./request-pipeline.js";

/** A request to explain. */
export interface ExplainedRequest<P extends string> {
  readonly view: RequestView;
  readonly handle: CompiledRule<P>;
  /** Whether the rule is that of `app.use(auth)`. */
  readonly isWhole: boolean;
  /** Whether the application verifies tokens itself. */
  readonly trustsClaims: boolean;
  /** What is wrong with an upgrade. */
  readonly flaw: Finding | undefined;
}

/** Goes through the steps of a request, and collects the checks of each. Emits no event and takes no room from limits. */
export async function explainRequest<P extends string>(
  pipeline: RequestPipeline<P>,
  rules: RuleBook<P>,
  { view, handle, isWhole, trustsClaims, flaw }: ExplainedRequest<P>,
): Promise<Explanation> {
  const now = pipeline.settings.clock();
  const requirement = rules.atRequest(handle, view);
  const settings = { ...pipeline.settings, trustsClaims, byPath: isWhole && rules.byPath };
  const nothing: Evidence = { token: ABSENT, key: ABSENT };
  if (flaw !== undefined) return explain(refuse(settings, flaw), handle, nothing, settings);
  const hinted = <D extends Decision<P>>(decision: D, rule: CompiledRule<P>) =>
    hintAtMissing(decision, view, rule, settings.sources);
  if ("code" in requirement)
    return explain(hinted(refuse(settings, requirement), rules.anyProduct), handle, nothing, settings);
  const scopeRules = isWhole ? rules.scopeRules : undefined;
  const about: JudgedConnection[] = [];
  const first = requirement.chain?.connection ?? [];
  const found = await pipeline.stage.judgeConnection(first, view, now, (one) => about.push(one));
  const early = connectionChecks(about);
  if (found.outcome !== "passed") return explainEarly(found, requirement, early, settings);
  const collected = pipeline.collected.of(view, requirement);
  const throttled = await pipeline.throttle?.judge(collected, requirement, now);
  if (throttled !== undefined)
    return explainEarly(throttled, requirement, [...early, ...failedThrottle(throttled)], settings);
  const evidence = await pipeline.collected.gather(view, requirement, now);
  const decision = hinted(
    decideByRule(pipeline.settings, requirement, scopeRules, evidence, now),
    requirement,
  );
  const ofCredential = hasAlternatives(requirement)
    ? explainAlternatives(decision, requirement, evidence, now, settings)
    : explain(decision, requirement, evidence, settings);
  const ofThrottle = pipeline.throttle === undefined ? [] : [passed(THROTTLE_CHECK)];
  const explained = withEarlyChecks(ofCredential, requirement, [...early, ...ofThrottle], settings);
  if (decision.outcome !== "admit") return explained;
  const policies = policiesOf(pipeline.settings, decision, requirement, evidence, now);
  if (policies === NO_POLICIES) return explained;
  const tokens: JudgedPolicy[] = [];
  const custom: JudgedCustomPolicy[] = [];
  const connection: JudgedConnection[] = [];
  const final = await pipeline.stage.ask(decision, policies, collected, {
    token: (policy, found, refusal) => tokens.push({ policy, found, refusal }),
    custom: (policy, refusal) => custom.push({ policy, refusal }),
    connection: (one) => connection.push(one),
  });
  return explainPolicies(explained, final, { tokens, custom, connection, limits: policies.limits }, settings);
}
