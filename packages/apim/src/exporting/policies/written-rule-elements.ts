import type { ClaimRule, ContextRule, Rule } from "../../report/rule.js";
import type { LoadedRule } from "../../loading/loaded-rule.js";
import { refusalStatus, refusalText } from "../../writing/connection-policies.js";
import { isEvery } from "../../writing/method-set.js";
import { allOf, anyOf, codeString } from "./code-text.js";
import type { Said, Unsayable } from "./sayable.js";
import type { SecretNames } from "./secret-names.js";
import { conditional, methodCode } from "./token-elements.js";
import { element, textElement, type XmlElement } from "./xml-element.js";

/** The elements of a rule that an import wrote beside its catalog. */
export function writtenRuleOf(written: LoadedRule, secrets: SecretNames): Said | Unsayable {
  const { rule } = written;
  const conditions = conditionsOf(written);
  const one = elementOf(rule, secrets);
  if (one !== undefined) return said(conditions.length === 0 ? one : conditional(allOf(conditions), [one]));
  const denial = denialOf(rule, written.token);
  if (denial === undefined) return { unsayable: "It is a rule that no element of the gateway expresses." };
  const response = responseOf(Number(refusalStatus((rule as { readonly status?: number }).status, 403)));
  const code = [...conditions, ...denial];
  return said(code.length === 0 ? response : conditional(allOf(code), [response]));
}

const said = (one: XmlElement): Said => ({ elements: [one], notes: [] });

/** A refusal of all requests that come to it. */
export const responseOf = (status: number): XmlElement =>
  element("return-response", {}, [
    element("set-status", { code: status, reason: refusalText(undefined, status) }),
  ]);

/** Where a rule applies: the contexts and methods that it names. */
function conditionsOf({ contexts, methods }: LoadedRule): readonly string[] {
  const places = contexts?.map((context) =>
    context === "api"
      ? "context.Product == null"
      : `context.Product?.Id == ${codeString(context.slice("product:".length))}`,
  );
  const those = methods === undefined || isEvery(methods) ? undefined : methodCode(methods.methods);
  return [
    ...(places === undefined ? [] : [anyOf(places)]),
    ...(those === undefined ? [] : [methods!.not ? `!(${those})` : those]),
  ];
}

/** A rule that has an element; undefined for a denial. */
function elementOf(rule: Rule, secrets: SecretNames): XmlElement | undefined {
  if (rule.kind === "header") {
    const status = refusalStatus(rule.status, 403);
    const attributes = {
      name: rule.name,
      "failed-check-httpcode": status,
      "failed-check-error-message": refusalText(rule.message, status),
      "ignore-case": rule.ignoreCase ?? false,
    };
    const values = rule.values.map((value) => textElement("value", secrets.valueOf(rule.name, value)));
    return element("check-header", attributes, values);
  }
  if (rule.kind !== "ip") return undefined;
  return element("ip-filter", { action: rule.action }, [
    ...rule.addresses.map((address) => textElement("address", address)),
    ...rule.ranges.map(([from, to]) => element("address-range", { from, to })),
  ]);
}

/** When a rule refuses; undefined for one that is no denial. */
function denialOf(rule: Rule, token: string | undefined): readonly string[] | undefined {
  switch (rule.kind) {
    case "deny":
      return [];
    case "key":
      return ["context.Subscription == null"];
    case "context":
      return [contextCode(rule)];
    case "claim":
      return token === undefined ? undefined : [claimCode(rule, token)];
    case "token":
    case "rate":
    case "quota":
    case "header":
    case "ip":
    case "certificate":
      return undefined;
  }
}

function contextCode({ products }: ContextRule): string {
  if (products === true) return "context.Product == null";
  const others = products.map((product) => `context.Product.Id != ${codeString(product)}`);
  return anyOf(["context.Product == null", allOf(others)]);
}

function claimCode({ name, match, values = [] }: ClaimRule, token: string): string {
  const claims = `((Jwt)context.Variables[${codeString(token)}]).Claims`;
  const absent = `!${claims}.ContainsKey(${codeString(name)})`;
  if (values.length === 0) return absent;
  const lacking = values.map((value) => `!${claims}[${codeString(name)}].Contains(${codeString(value)})`);
  return match === "all" ? anyOf([absent, ...lacking]) : anyOf([absent, allOf(lacking)]);
}
