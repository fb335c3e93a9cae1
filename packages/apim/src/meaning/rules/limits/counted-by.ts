import { readCounterKey, type ClaimKey, type CounterKey } from "../../../csharp/read-counter-key.js";
import type { CountedBy } from "../../../report/rule.js";
import { expressionOf } from "../../values/expressions.js";
import type { Reading, Subject } from "../reading.js";

/** What a `counter-key` counts by. */
export function readCountedBy(reading: Reading, subject: Subject | undefined): CountedBy | undefined {
  if (subject === undefined) return reading.notes.lost("unreadable", "The limit has no counter-key.");
  if (!subject.value.isExpression) return constant(reading.text(subject));
  const expression = expressionOf(subject.value);
  const key = expression === undefined ? undefined : readCounterKey(expression, { variables: true });
  const counted = key && countedBy(reading, key);
  if (counted === undefined) reading.isComputed(subject);
  else reading.lands(subject.value);
  return counted;
}

const constant = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : `constant:${text}`;

function countedBy(reading: Reading, key: CounterKey): CountedBy | undefined {
  if (key === "ip") reading.callerAddress();
  if (typeof key === "string") return key;
  if (isList(key)) return members(reading, key);
  if ("constant" in key) return constant(key.constant);
  if ("claim" in key) return countedClaim(reading, key);
  if ("header" in key) return countedHeader(reading, key.header);
  const join = members(reading, key.join);
  return join && { join };
}

const isList = (key: CounterKey): key is readonly CounterKey[] => Array.isArray(key);

function members(reading: Reading, keys: readonly CounterKey[]): readonly CountedBy[] | undefined {
  const counted = keys.map((key) => countedBy(reading, key)).filter((one) => one !== undefined);
  return counted.length === keys.length ? counted : undefined;
}

function countedHeader(reading: Reading, header: string): string {
  if (header === "x-forwarded-for") reading.callerAddress();
  return `header:${header}`;
}

function countedClaim(reading: Reading, { claim, from }: ClaimKey): CountedBy | undefined {
  const { afterTokenRule, tokenVariables } = reading.context;
  if (from !== "authorization") {
    // One rule reads one token.
    const isOther = reading.tokenVariable !== undefined && reading.tokenVariable !== from.variable;
    if (isOther || !tokenVariables.has(from.variable)) return undefined;
    reading.tokenVariable = from.variable;
    return `claim:${claim}`;
  }
  if (!afterTokenRule)
    reading.notes.differs("unverified-claim", "No rule before the limit verifies the token of the claim.");
  return `claim:${claim}`;
}
