import { isDeeplyNested } from "@product-auth/core/adapter";
import { hiddenClaims } from "./personal-claims.js";
import { timesIn } from "./times.js";

/** The contents of a token for display, unverified. Never its signature. */
export interface TokenSummary {
  readonly header?: Members;
  /** Those that identify people are replaced by a text. */
  readonly claims?: Members;
  /** Claims that are times, in words. */
  readonly times?: Readonly<Record<string, string>>;
  /** Why a part is not here. */
  readonly unreadable?: string;
}

/** Members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** Replaces the value of a claim that identifies a person. */
export const HIDDEN = "(hidden; --show-personal shows it)";

/** Takes a token apart as far as it can be read. More lenient than the checks: a broken token should be seen, too. */
export function summaryOf(
  token: string,
  { showPersonal, now }: { readonly showPersonal: boolean; readonly now: number },
): TokenSummary {
  const parts = token.split(".");
  const header = membersOf(parts[0]);
  if (header === undefined)
    return { unreadable: "It has no readable header, so it is no JWT. Opaque tokens cannot be explained." };
  if (parts.length === 5)
    return { header: shownIn(header), unreadable: "It is encrypted, so its claims cannot be read here." };
  const claims = membersOf(parts[1]);
  if (claims === undefined) return { header: shownIn(header), unreadable: "Its claims cannot be read." };
  const hidden = showPersonal ? [] : hiddenClaims(claims);
  return {
    header: shownIn(header),
    claims: shownIn(claims, hidden),
    times: timesIn(claims, now),
  };
}

function membersOf(part: string | undefined): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Members)
      : undefined;
  } catch {
    return undefined;
  }
}

function shownIn(members: Members, hidden: readonly string[] = []): Members {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, hidden.includes(name) ? HIDDEN : writable(value)]),
  );
}

// A few thousand nested brackets fit into a token, and the report is written indented.
const writable = (value: unknown): unknown => (isDeeplyNested(value) ? "(too deeply nested)" : value);
