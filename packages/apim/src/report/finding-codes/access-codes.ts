import { difference, lost, type FindingGuide } from "./finding-guide.js";

/** Codes of findings about access elements. */
export type AccessCode =
  | "expression"
  | "condition"
  | "section"
  | "not-enforced"
  | "audience-missing"
  | "issuer-missing"
  | "tenants-missing"
  | "source"
  | "aud-twice"
  | "stricter"
  | "secret"
  | "certificate"
  | "named-value"
  | "placeholder"
  | "message"
  | "client-ip"
  | "unverified-claim";

export const accessCodes: Readonly<Record<AccessCode, FindingGuide>> = {
  expression: {
    severities: lost,
    title: "A computed value",
    meaning:
      "The element depends on a C# expression, or on a value, that is not among the recognized ones. It is not guessed.",
    fix: "Write the rule in the application's code, or replace the expression by a value.",
  },
  condition: {
    severities: ["lost", "info"],
    title: "A rule under a condition",
    meaning:
      "Whether the rule applies depends on something else than method, operation, API and product, or a denial is not among the recognized ones. Or the condition compares a name that is the id of one API, operation or product and the display name of another, or none of what it is compared with.",
    fix: "Write the check in the application's code and accept the finding, or split the operation.",
  },
  section: {
    severities: lost,
    title: "An access element that does not guard where it stands",
    meaning:
      "Access elements guard requests in `inbound`. In `backend`, `outbound` and `on-error` they do not, and limits per subscription are not allowed at global scope.",
    fix: "Move the element to `inbound` of the right scope, or remove it.",
  },
  "not-enforced": {
    severities: lost,
    title: "A check whose result is ignored",
    meaning: "The element validates and lets every request through (`ignore-error`).",
    fix: "Remove the element, or let it refuse.",
  },
  "audience-missing": {
    severities: lost,
    title: "A token rule without audience",
    meaning:
      "Every token of the issuer would be admitted, also those for other applications. A rule needs an audience.",
    fix: "Add the audience of the API to the element.",
  },
  "issuer-missing": {
    severities: lost,
    title: "A token rule without keys",
    meaning: "The element has neither `openid-config` nor signing keys. No signature can be verified.",
    fix: "Add the metadata address of the issuer.",
  },
  "tenants-missing": {
    severities: lost,
    title: "A token rule for every tenant",
    meaning: "The element accepts tokens of all organizations. A rule needs the list of tenants.",
    fix: "Write the rule in `options.json` with the tenants that may call.",
  },
  source: {
    severities: lost,
    title: "A token from two places",
    meaning: "The element names more than one source of the token, or none.",
    fix: "Leave one of header, query parameter and value.",
  },
  "aud-twice": {
    severities: difference,
    title: "Audience and a claim `aud`",
    meaning: "The element demands audiences and the claim `aud` as well. Both are demanded by the rule.",
    fix: "Nothing, unless the two contradict each other.",
  },
  stricter: {
    severities: difference,
    title: "The rule is stricter than the gateway",
    meaning:
      "The element admits tokens without signature or expiration, or counts after the answer. The rule does not.",
    fix: "Make sure that all callers send signed tokens that expire.",
  },
  secret: {
    severities: difference,
    title: "A secret became an environment variable",
    meaning: "The rule holds a secret. It was not written; the rule refers to an environment variable.",
    fix: "Set the variable where the application runs.",
  },
  certificate: {
    severities: difference,
    title: "A certificate became an environment variable",
    meaning:
      "The element names a certificate of the gateway, which no export holds. The rule refers to an environment variable.",
    fix: "Set the variable to the certificate in PEM form.",
  },
  "named-value": {
    severities: difference,
    title: "A named value became an environment variable",
    meaning: "The value is not in the input. The rule refers to an environment variable.",
    fix: "Set the variable, or add the named value to the input.",
  },
  placeholder: {
    severities: difference,
    title: "A placeholder became an environment variable",
    meaning: "A deployment would fill the value in. The rule refers to an environment variable.",
    fix: "Set the variable where the application runs.",
  },
  message: {
    severities: difference,
    title: "A computed message was left out",
    meaning: "The text of the refusal is an expression. The rule answers with its standard text.",
    fix: "Write a fixed text when callers need it.",
  },
  "client-ip": {
    severities: difference,
    title: "The address of the caller behind a proxy",
    meaning: "Behind a proxy or gateway the address that an application sees is the proxy's.",
    fix: "Set `trust proxy` (Express, Fastify) or `app.proxy` (Koa) for the proxies in front of the application.",
  },
  "unverified-claim": {
    severities: difference,
    title: "A counter by a claim that was not verified",
    meaning:
      "The gateway counts by a claim of a token that no rule verified before. A caller can choose it freely.",
    fix: "Verify the token before the limit.",
  },
};
