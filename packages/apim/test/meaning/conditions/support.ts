import fc from "fast-check";
import type { Condition } from "#src/csharp/condition.js";
import type { Rule, When } from "@product-auth/apim";

/** What conditions and rules of denials ask about a request. */
export interface Call {
  readonly method: string;
  readonly operation: string;
  readonly product: string | undefined;
  readonly hasSubscription: boolean;
  readonly header: string | undefined;
  readonly ip: string;
  readonly thumbprint: string | undefined;
  readonly roles: readonly string[] | undefined;
}

export const requests: fc.Arbitrary<Call> = fc.record({
  method: fc.constantFrom("GET", "POST"),
  operation: fc.constantFrom("a", "b"),
  product: fc.constantFrom("p", "q", undefined),
  hasSubscription: fc.boolean(),
  header: fc.constantFrom("v", "V", "w", undefined),
  ip: fc.constantFrom("1.1.1.1", "2.2.2.2", "3.3.3.3"),
  thumbprint: fc.constantFrom("T", "U", undefined),
  roles: fc.constantFrom(["x"], ["y"], ["x", "y"], [], undefined),
});

const atoms: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom("GET", "POST").map((method) => ({ method: [method] })),
  fc.constantFrom("a", "b").map((operation) => ({ operation: [operation] })),
  fc.constantFrom("p", "q").map((product) => ({ product: [product] })),
  fc.constant({ product: false as const }),
  fc.constant({ subscription: false as const }),
  fc.boolean().map((present) => ({ header: "h", present })),
  fc.constantFrom("v", "w").map((is) => ({ header: "h", is })),
  fc.constant({ header: "h", is: "v", ignoreCase: true as const }),
  fc.constantFrom("1.1.1.1", "2.2.2.2").map((ip) => ({ ip: [ip] })),
  fc.constant({ certificate: false as const }),
  fc.constantFrom("T", "U").map((thumbprint) => ({ thumbprint: [thumbprint] })),
  fc.constantFrom("x", "y").map((value) => ({ claim: "roles", has: [value], variable: "jwt" })),
  fc.constantFrom("x", "x,y").map((value) => ({
    ...{ claim: "roles", has: [value], variable: "jwt" },
    joined: true as const,
  })),
  fc.constant({ claim: "roles", variable: "jwt" }),
);

/** Mostly of one kind of atom and small, so that some have a rule. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    atoms,
    atoms.map((not) => ({ not })),
    fc.array(tie("condition"), { minLength: 1, maxLength: 2 }).map((all) => ({ all })),
    fc.array(tie("condition"), { minLength: 1, maxLength: 2 }).map((any) => ({ any })),
    tie("condition").map((not) => ({ not })),
  ),
})).condition;

/** Whether a condition holds, as C# at the gateway decides it. */
export function holds(condition: Condition, call: Call): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, call));
  if ("any" in condition) return condition.any.some((part) => holds(part, call));
  if ("not" in condition) return !holds(condition.not, call);
  if ("method" in condition) return condition.method.includes(call.method);
  if ("operation" in condition) return condition.operation.includes(call.operation);
  if ("product" in condition)
    return condition.product === false
      ? call.product === undefined
      : condition.product.includes(call.product ?? "");
  if ("subscription" in condition) return !call.hasSubscription;
  if ("present" in condition) return (call.header !== undefined) === condition.present;
  if ("is" in condition)
    return condition.ignoreCase
      ? (call.header ?? "").toLowerCase() === condition.is.toLowerCase()
      : (call.header ?? "") === condition.is;
  if ("ip" in condition) return condition.ip.includes(call.ip);
  if ("certificate" in condition) return call.thumbprint === undefined;
  if ("thumbprint" in condition) return condition.thumbprint.includes(call.thumbprint ?? "");
  if ("claim" in condition && condition.joined) return call.roles?.join(",") === condition.has?.[0];
  if ("claim" in condition)
    return call.roles !== undefined && (condition.has ?? []).every((value) => call.roles!.includes(value));
  throw new Error("an atom that requests do not have");
}

export const whenHolds = (when: When, call: Call): boolean => holds(when as Condition, call);

/** Whether a rule lets the request pass. */
export function admits(rule: Rule, call: Call, isJoined = false): boolean {
  switch (rule.kind) {
    case "deny":
      return false;
    case "key":
      return call.hasSubscription;
    case "context":
      return call.product !== undefined && (rule.products === true || rule.products.includes(call.product));
    case "header": {
      if (call.header === undefined) return false;
      if (rule.values.length === 0) return true;
      const spelling = (text: string): string => (rule.ignoreCase ? text.toLowerCase() : text);
      return rule.values.some((value) => spelling(value) === spelling(call.header!));
    }
    case "ip":
      return rule.addresses.includes(call.ip) === (rule.action === "allow");
    case "certificate":
      return call.thumbprint !== undefined && (rule.thumbprints?.includes(call.thumbprint) ?? true);
    case "claim": {
      if (call.roles === undefined) return false;
      const held = isJoined ? [call.roles.join(",")] : call.roles;
      const has = (value: string): boolean => held.includes(value);
      return rule.match === "all" ? (rule.values ?? []).every(has) : (rule.values ?? []).some(has);
    }
    case "token":
    case "rate":
    case "quota":
      throw new Error(`no denial makes a rule ${rule.kind}`);
  }
}
