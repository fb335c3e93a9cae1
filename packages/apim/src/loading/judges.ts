import type { CustomPolicyOptions } from "@product-auth/core";
import { createHash, timingSafeEqual } from "node:crypto";
import type { AddressRule, ClaimRule, ContextRule, HeaderRule, NumberText, Rule } from "../report/rule.js";
import { refusalStatus, refusalText } from "../writing/connection-policies.js";
import { isEvery, type MethodSet } from "../writing/method-set.js";
import { addressList, familyOf, isAddress, plainAddress } from "../writing/addresses.js";
import type { WrittenRule } from "../writing/written-rule.js";

type Judge = CustomPolicyOptions["judge"];
type Call = Parameters<Judge>[0];

/** Whether a call satisfies a rule. */
type Test = (call: Call) => boolean;

/** The policy in code that enforces a rule. `name`: its label in events. */
export function policyOfRule(
  { rule, contexts, methods, token, joined }: WrittenRule,
  name: string,
): CustomPolicyOptions {
  const { status: written, message } = rule as { readonly status?: NumberText; readonly message?: string };
  const status = Number(refusalStatus(numberOf(written), 403));
  const refusal = { status, message: refusalText(message, status) };
  const holds = testOf(rule, token, joined === true);
  const applies: Test = ({ view, access }) => {
    const { product } = access;
    const context = product === undefined ? "api" : `product:${product}`;
    if (contexts !== undefined && !contexts.includes(context)) return false;
    return methods === undefined || isEvery(methods) || isAmong(view.method.toUpperCase(), methods);
  };
  return { name, judge: (call) => (applies(call) && !holds(call) ? refusal : undefined) };
}

// The handler of GET answers HEAD, so a rule for GET includes it.
const isAmong = (method: string, { not, methods }: MethodSet): boolean =>
  not
    ? !methods.includes(method)
    : methods.includes(method) || (method === "HEAD" && methods.includes("GET"));

// A variable leaves a text where a number was meant.
const numberOf = (value: NumberText | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

function testOf(rule: Rule, token: string | undefined, joined: boolean): Test {
  switch (rule.kind) {
    case "header":
      return headerTest(rule);
    case "ip":
      return addressTest(rule);
    case "claim":
      return claimTest(rule, token!, joined);
    case "key":
      return ({ access }) => access.subscription !== undefined;
    case "context":
      return contextTest(rule);
    case "deny":
    // Policies of the catalog express these: a file that has one was made by another version.
    case "token":
    case "rate":
    case "quota":
    case "certificate":
      return () => false;
  }
}

function headerTest({ name, values, ignoreCase }: HeaderRule): Test {
  const spelled = (text: string) =>
    createHash("sha256")
      .update(ignoreCase === true ? text.toLowerCase() : text)
      .digest();
  const accepted = values.map(spelled);
  return ({ view }) => {
    const sent = view.header(name.toLowerCase());
    if (typeof sent !== "string" || sent.trim() === "") return false;
    if (accepted.length === 0) return true;
    // Digests of one length: the comparison tells nothing about the expected value.
    const digest = spelled(sent);
    return accepted.filter((one) => timingSafeEqual(one, digest)).length > 0;
  };
}

function addressTest({ action, addresses, ranges }: AddressRule): Test {
  const list = addressList(addresses, ranges)!; // checked when the file was read
  return ({ view }) => {
    const sent = plainAddress(view.address?.() ?? "");
    // An address that cannot be read never may call.
    return isAddress(sent) && list.check(sent, familyOf(sent)) === (action === "allow");
  };
}

function claimTest({ name, match, values }: ClaimRule, token: string, joined: boolean): Test {
  return ({ access: { tokens = {} } }) => {
    const claims = Object.hasOwn(tokens, token) ? tokens[token]!.claims : {};
    if (!Object.hasOwn(claims, name)) return false;
    if (values === undefined) return true;
    const texts = [(claims as Readonly<Record<string, unknown>>)[name]].flat().map(textOf);
    const held = joined ? [texts.join(",")] : texts;
    return match === "all"
      ? values.every((one) => held.includes(one))
      : values.some((one) => held.includes(one));
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const contextTest =
  ({ products }: ContextRule): Test =>
  ({ access: { product } }) =>
    product !== undefined && (products === true || products.includes(product));
