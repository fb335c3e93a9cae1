import type {
  CheckHeaderOptions,
  ClientCertificateOptions,
  IpFilterOptions,
  ValidateJwtOptions,
} from "@product-auth/core";
import type { WrittenRule } from "../writing/written-rule.js";
import type { Losses } from "./losses.js";
import type { CatalogPlace } from "./place.js";
import { certificateOf, checkHeaderOf, ipFilterOf } from "./policies/connection-elements.js";
import type { CallsOfPlace } from "./policies/counter-key-code.js";
import { keyLimitOf, ownLimitOf, type WrittenLimit } from "./policies/limit-elements.js";
import type { SecretNames } from "./policies/secret-names.js";
import { isUnsayable, problemOf, type Said, type Unsayable } from "./policies/sayable.js";
import { tokenElementsOf } from "./policies/token-elements.js";
import type { WrittenOptions } from "./policies/token-issuers.js";
import { writtenRuleOf } from "./policies/written-rule-elements.js";
import type { XmlElement } from "./policies/xml-element.js";

/** The policies that a place of a catalog has. */
export interface PoliciesOfPlace {
  readonly ipFilter?: IpFilterOptions;
  readonly checkHeader?: readonly CheckHeaderOptions[];
  readonly clientCertificate?: ClientCertificateOptions;
  readonly validateJwt?: ValidateJwtOptions | readonly ValidateJwtOptions[];
  readonly rateLimit?: WrittenLimit;
  readonly rateLimitByKey?: readonly WrittenLimit[];
  readonly quota?: WrittenLimit;
  readonly quotaByKey?: readonly WrittenLimit[];
}

/** What the policies of a place depend on besides. */
export interface Surroundings {
  readonly options: WrittenOptions;
  readonly rules: readonly WrittenRule[];
  readonly calls: CallsOfPlace;
  readonly losses: Losses;
  readonly secrets: SecretNames;
}

/** The elements of a place, in the order in which a guard judges policies. What the gateway cannot express closes the place. */
export function elementsOf(
  policies: PoliciesOfPlace,
  place: CatalogPlace,
  { options, rules, calls, losses, secrets }: Surroundings,
): readonly XmlElement[] {
  const { path } = place;
  const { ipFilter, clientCertificate, rateLimit, quota } = policies;
  const keyed = (name: "rateLimitByKey" | "quotaByKey", kind: "rate" | "quota") =>
    (policies[name] ?? []).map((one, i) =>
      stepOf(`${path}.${name}[${i}]`, () => keyLimitOf(kind, one, calls)),
    );
  const written = rules.map((rule) => ({
    rule,
    step: stepOf(`rules (${rule.at})`, () => writtenRuleOf(rule, secrets)),
  }));
  const steps = [
    ...only(ipFilter, (one) => stepOf(`${path}.ipFilter`, () => ipFilterOf(one))),
    ...(policies.checkHeader ?? []).map((one, i) =>
      stepOf(`${path}.checkHeader[${i}]`, () => checkHeaderOf(one, secrets)),
    ),
    ...only(clientCertificate, (one) => stepOf(`${path}.clientCertificate`, () => certificateOf(one))),
    ...tokenSteps(policies, path, options),
    ...written.filter(({ rule }) => !isEnd(rule)).map(({ step }) => step),
    ...only(rateLimit, (one) => stepOf(`${path}.rateLimit`, () => ownLimitOf("rate", one, calls))),
    ...keyed("rateLimitByKey", "rate"),
    ...only(quota, (one) => stepOf(`${path}.quota`, () => ownLimitOf("quota", one, calls))),
    ...keyed("quotaByKey", "quota"),
    // Nothing is reached behind a refusal of all.
    ...written.filter(({ rule }) => isEnd(rule)).map(({ step }) => step),
  ];
  return steps.flatMap((step) => said(step, place, losses));
}

interface Step {
  readonly path: string;
  readonly say: () => Said | Unsayable;
}

const stepOf = (path: string, say: Step["say"]): Step => ({ path, say });

function tokenSteps(
  { validateJwt }: PoliciesOfPlace,
  path: string,
  options: WrittenOptions,
): readonly Step[] {
  const isList = Array.isArray(validateJwt);
  return [validateJwt ?? []]
    .flat()
    .map((one, i) =>
      stepOf(`${path}.validateJwt${isList ? `[${i}]` : ""}`, () => tokenElementsOf(one, options)),
    );
}

const only = <Policy>(policy: Policy | undefined, step: (policy: Policy) => Step): readonly Step[] =>
  policy === undefined ? [] : [step(policy)];

const isEnd = ({ rule, contexts, methods }: WrittenRule): boolean =>
  rule.kind === "deny" && contexts === undefined && methods === undefined;

/** The elements of one policy; none when it cannot be expressed. */
export function said({ path, say }: Step, place: CatalogPlace, losses: Losses): readonly XmlElement[] {
  const result = say();
  const problem = isUnsayable(result)
    ? result.unsayable
    : result.elements.map(problemOf).find((one) => one !== undefined);
  if (problem !== undefined || isUnsayable(result)) {
    losses.lost("export-policy", place, path, problem ?? "");
    return [];
  }
  for (const { code, text } of result.notes) losses.differs(code, path, text);
  return result.elements;
}
