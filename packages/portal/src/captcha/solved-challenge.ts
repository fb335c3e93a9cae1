/** A challenge of ALTCHA with its solution, as the page sends it. */
export interface SolvedChallenge {
  readonly challenge: {
    readonly parameters: Parameters & { readonly data: { readonly until: number } };
    /** HMAC of `signed`, in hexadecimal digits. */
    readonly signature: string;
    /** The parameters as the text that is signed: their names in order. */
    readonly signed: string;
  };
  readonly solution: { readonly counter: number; readonly derivedKey: string };
}

interface Parameters {
  readonly algorithm: string;
  readonly nonce: string;
  readonly salt: string;
  readonly cost: number;
  readonly keyLength: number;
  readonly keyPrefix: string;
  readonly keySignature: string;
}

/** Longest text that is looked at. */
const LONGEST = 2048;
const HEX = /^(?:[0-9a-f]{2}){1,64}$/;
const TEXTS = ["algorithm", "nonce", "salt", "keyPrefix", "keySignature"] as const;

/** Reads what a page has sent; undefined for everything else. Bounded work, and only members that are known. */
export function solvedIn(text: string): SolvedChallenge | undefined {
  if (text.length > LONGEST) return undefined;
  const { challenge, solution } = membersOf(parsed(text));
  const { parameters: given, signature } = membersOf(challenge);
  const parameters = membersOf(given);
  const { counter, derivedKey } = membersOf(solution);
  const { until } = membersOf(parameters["data"]);
  const { cost, keyLength } = parameters;
  if (![signature, derivedKey].every((hex) => typeof hex === "string" && HEX.test(hex))) return undefined;
  if (!TEXTS.every((name) => typeof parameters[name] === "string")) return undefined;
  if (![counter, cost, keyLength, until].every((number) => Number.isSafeInteger(number))) return undefined;
  const known = Object.fromEntries(
    [...TEXTS, "cost", "keyLength"].map((name) => [name, parameters[name]]),
  ) as unknown as Parameters;
  const all = { ...known, data: { until: until as number } };
  // As the library signs them: in the order of their names.
  const inOrder = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    challenge: {
      parameters: all,
      signature: signature as string,
      signed: JSON.stringify(Object.fromEntries(inOrder)),
    },
    solution: { counter: counter as number, derivedKey: derivedKey as string },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The own members of an object; none of anything else. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
