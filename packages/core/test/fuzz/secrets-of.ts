import { SECRET_TEXTS } from "./world/keys.js";

/** Shortest text that is looked for: shorter ones turn up by chance. */
const SHORTEST = 8;

/** What nobody may be shown: the tokens, their parts, key texts. Operators neither. */
export function secretsOf(...tokens: readonly string[]): readonly string[] {
  const parts = tokens.flatMap((token) => [token, ...token.split(/[^\w-]+/)]);
  return [...parts.filter((part) => part.length >= 2 * SHORTEST), ...SECRET_TEXTS];
}

/** What the caller may not be shown beside that: what the token says. Operators may, shortened. */
export function sayingsOf(token: string): readonly string[] {
  return token
    .split(".")
    .flatMap((part) => textsIn(parsed(part)))
    .filter((text) => text.length >= SHORTEST);
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return undefined;
  }
}

// A walk with a list of its own: what a token nests may be deeper than the stack.
function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string" || typeof next === "number") texts.push(String(next));
    else if (typeof next === "object" && next !== null)
      waiting.push(...Object.keys(next), ...(Object.values(next) as unknown[]));
  }
  return texts;
}
