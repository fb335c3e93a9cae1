import type { SetUp } from "../world/set-ups.js";

/** What stands in a request: the field, and what stands in it after the scheme. */
export interface Presented {
  readonly field: string;
  readonly text: string;
}

/** RFC 6750 §2.1, RFC 9110 §11.1: one field, the scheme in any case, spaces, and something. */
export function presentedIn(
  rawHeaders: readonly string[],
  { takesBareTokens }: SetUp,
): Presented | undefined {
  const values = rawHeaders.filter((_, i) => i % 2 === 1 && /^authorization$/i.test(rawHeaders[i - 1]!));
  const [field = ""] = values;
  const form = takesBareTokens === true ? /^(?:bearer +)?([^ ].*)$/is : /^bearer +([^ ].*)$/is;
  const text = form.exec(field)?.[1];
  return values.length === 1 && text !== undefined ? { field, text } : undefined;
}
