import type { Json } from "../../json/json-value.js";
import { codeString } from "./code-text.js";
import type { Unsayable } from "./sayable.js";

/** What is known about the calls that a limit counts. */
export interface CallsOfPlace {
  /** Whether every call has a subscription key. */
  readonly haveKeys: boolean;
}

/** The C# code of a `counterKey`. */
export function counterKeyCode(key: readonly Json[], calls: CallsOfPlace): string | Unsayable {
  const [only, ...more] = key;
  if (only !== undefined && more.length === 0) {
    const code = partCode(only, calls, '""');
    return typeof code === "string" && mayBeNull(code, calls) ? `${code} ?? ""` : code;
  }
  const codes = codesOf(key, calls, '""');
  return "unsayable" in codes ? codes : codes.map(inBrackets).join(" + ");
}

// Without a key a limit might count nothing: calls without the part share a counter, as they do in the catalog.
const mayBeNull = (code: string, { haveKeys }: CallsOfPlace): boolean =>
  /(context\.(Product|User)\?\.Id|, null\))$/.test(code) ||
  (!haveKeys && /context\.Subscription\?\.Id$/.test(code));

const inBrackets = (code: string): string => (code.includes(" ?? ") ? `(${code})` : code);

const PROPERTIES: ReadonlyMap<Json, string> = new Map<Json, string>([
  ["subscription", "context.Subscription?.Id"],
  ["ip", "context.Request.IpAddress"],
  ["product", "context.Product?.Id"],
  ["api", "context.Api.Id"],
  ["operation", "context.Operation.Id"],
]);

/** `absent`: what stands for a value that is not there. Only null gives way to what follows. */
function partCode(part: Json, calls: CallsOfPlace, absent: string): string | Unsayable {
  const property = PROPERTIES.get(part);
  if (property !== undefined) return property;
  if (part === "caller" && calls.haveKeys) return "context.Subscription?.Id";
  if (typeof part !== "object" || part === null || Array.isArray(part))
    return { unsayable: "It counts by who calls with a token, which the gateway does not know." };
  const { header, claim, of, text, firstOf } = part as Readonly<Record<string, Json>>;
  const or = `, ${absent}`;
  if (typeof text === "string") return codeString(text);
  if (typeof header === "string")
    return `context.Request.Headers.GetValueOrDefault(${codeString(header)}${or})`;
  if (typeof claim === "string" && typeof of === "string")
    return `((Jwt)context.Variables[${codeString(of)}]).Claims.GetValueOrDefault(${codeString(claim)}${or})`;
  if (!Array.isArray(firstOf))
    return { unsayable: "It counts by a claim of the credential, which the gateway does not read." };
  const codes = codesOf(firstOf, calls, "null");
  return "unsayable" in codes ? codes : codes.join(" ?? ");
}

function codesOf(parts: readonly Json[], calls: CallsOfPlace, absent: string): readonly string[] | Unsayable {
  const codes: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    // The gateway takes the owner of a subscription for the user.
    const isOwner = parts[i] === "user" && parts[i + 1] === "subscription";
    const code = isOwner ? "context.User?.Id" : partCode(parts[i]!, calls, absent);
    if (typeof code === "object") return code;
    codes.push(code);
    if (isOwner) i++;
  }
  return codes;
}
