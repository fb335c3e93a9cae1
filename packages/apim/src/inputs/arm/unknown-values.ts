import { createHash } from "node:crypto";
import type { Json } from "../../json/json-value.js";
import type { Budget } from "./budget.js";
import { firstUnknown, isList, isValueObject, Pieces, Unknown, type Value } from "./template-value.js";

/**
 * What a function gives that only a deployment can call, or that was called with unknown values. It is named after
 * its first argument, or else after the function.
 */
export function deriveUnknown(name: string, args: readonly Value[], budget: Budget): Unknown {
  const isSecret = /^(?:list|getsecret)/.test(name) || args.some((each) => holdsSecret(each, budget));
  const named = args.map((each) => nameOf(name, each, budget)).find((each) => each !== undefined);
  return new Unknown(
    `${name}(${args.map((each) => identityOf(each, budget)).join()})`,
    named ?? name,
    isSecret,
  );
}

/** What stands for an expression that cannot be read or evaluated. */
export function unreadableExpression(json: Json): Unknown {
  const identity = typeof json === "string" ? shortened(json) : "";
  return new Unknown(`expression(${identity})`, "expression", false);
}

function nameOf(called: string, value: Value, budget: Budget): string | undefined {
  const unknown = value instanceof Pieces ? undefined : firstUnknown(value, budget.step);
  if (unknown !== undefined) return unknown.name;
  // Known texts name the result of functions that take names of resources. Of `base64('…')` they could be secrets.
  const text = value instanceof Pieces ? value.parts.at(-1) : value;
  if (text instanceof Unknown) return text.name;
  if (typeof text === "string" && /^(?:reference|list)/.test(called))
    return text.slice(text.lastIndexOf("/") + 1) || undefined;
  return value instanceof Pieces ? firstUnknown(value, budget.step)?.name : undefined;
}

function holdsSecret(value: Value, budget: Budget): boolean {
  budget.step();
  if (value instanceof Unknown) return value.isSecret;
  if (value instanceof Pieces) return value.parts.some((part) => part instanceof Unknown && part.isSecret);
  if (isList(value)) return value.some((item) => holdsSecret(item, budget));
  return isValueObject(value) && [...value.values()].some((item) => holdsSecret(item, budget));
}

/** Equal for equal values; short, because identities nest. */
export function identityOf(value: Value, budget: Budget): string {
  budget.step();
  if (value instanceof Unknown) return shortened(value.identity);
  if (value instanceof Pieces)
    return shortened(value.parts.map((part) => identityOf(part, budget)).join("+"));
  if (isList(value)) return shortened(`[${value.map((item) => identityOf(item, budget)).join()}]`);
  if (!isValueObject(value)) return shortened(JSON.stringify(value));
  const members = [...value].map(([name, item]) => `${JSON.stringify(name)}:${identityOf(item, budget)}`);
  return shortened(`{${members.join()}}`);
}

function shortened(text: string): string {
  return text.length <= 120 ? text : createHash("sha256").update(text).digest("base64url");
}
