import type { ClaimRule, ContextRule, HeaderRule, Rule } from "../../report/rule.js";
import type { WrittenRule } from "../../writing/written-rule.js";
import { refusalStatus, refusalText } from "../../writing/connection-policies.js";
import { isEvery, type MethodSet } from "../../writing/method-set.js";
import { allOf, anyOf, codeString } from "./code-text.js";
import { ipFilterOf } from "./connection-elements.js";
import { isUnsayable, type Said, type Unsayable } from "./sayable.js";
import type { SecretNames } from "./secret-names.js";
import { conditional, methodCode } from "./token-elements.js";
import { element, textElement, type XmlElement } from "./xml-element.js";

/** The elements of a rule that an import wrote beside its catalog. */
export function writtenRuleOf(written: WrittenRule, secrets: SecretNames): Said | Unsayable {
  const { at: _at, place: _place, contexts, methods, token, joined, rule, ...others } = written;
  others satisfies Record<string, never>; // what is not read would be demanded of no request
  const conditions = conditionsOf({ contexts, methods });
  if (rule.kind === "ip") {
    const addressRanges = rule.ranges.map(([from, to]) => ({ from, to }));
    const filter = ipFilterOf({ action: rule.action, addresses: rule.addresses, addressRanges });
    return isUnsayable(filter) ? filter : { ...filter, elements: under(conditions, filter.elements) };
  }
  if (rule.kind === "header") return said(under(conditions, [headerElement(rule, secrets)]));
  const denial = denialOf(rule, token, joined === true);
  if (denial === undefined) return { unsayable: "It is a rule that no element of the gateway expresses." };
  const response = responseOf(Number(refusalStatus((rule as { readonly status?: number }).status, 403)));
  return said(under([...conditions, ...denial], [response]));
}

const under = (conditions: readonly string[], elements: readonly XmlElement[]): readonly XmlElement[] =>
  conditions.length === 0 ? elements : [conditional(allOf(conditions), elements)];

const said = (elements: readonly XmlElement[]): Said => ({ elements, notes: [] });

/** A refusal of all requests that come to it. */
export const responseOf = (status: number): XmlElement =>
  element("return-response", {}, [
    element("set-status", { code: status, reason: refusalText(undefined, status) }),
  ]);

interface Conditions {
  readonly contexts: readonly string[] | undefined;
  readonly methods: MethodSet | undefined;
}

/** Where a rule applies: the contexts and methods that it names. */
function conditionsOf({ contexts, methods }: Conditions): readonly string[] {
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

function headerElement(rule: HeaderRule, secrets: SecretNames): XmlElement {
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

/** When a rule refuses; undefined for one that is no denial. */
function denialOf(rule: Rule, token: string | undefined, joined: boolean): readonly string[] | undefined {
  switch (rule.kind) {
    case "deny":
      return [];
    case "key":
      return ["context.Subscription == null"];
    case "context":
      return [contextCode(rule)];
    case "claim":
      return token === undefined ? undefined : [claimCode(rule, token, joined)];
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

function claimCode({ name, match, values = [] }: ClaimRule, token: string, joined: boolean): string {
  const claims = `((Jwt)context.Variables[${codeString(token)}]).Claims`;
  const absent = `!${claims}.ContainsKey(${codeString(name)})`;
  if (values.length === 0) return absent;
  const lacking = values.map((value) =>
    joined
      ? `${claims}.GetValueOrDefault(${codeString(name)}, "") != ${codeString(value)}`
      : `!${claims}[${codeString(name)}].Contains(${codeString(value)})`,
  );
  const lacks = match === "all" ? lacking : [allOf(lacking)];
  return anyOf(joined ? lacks : [absent, ...lacks]);
}
