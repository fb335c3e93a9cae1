import { atOnce } from "../../lib/at-once.js";
import type { VerifiedToken } from "../../evidence/evidence.js";
import { own } from "../../lib/json-object.js";
import { shortened } from "../../lib/shortened.js";
import type { LimitedCall } from "./limited-call.js";

/** Part of a counter's key. A part that the call lacks is the empty text, so all calls without it share one counter. */
export type CounterKeyPart =
  /** The first part that the call has. */
  | { readonly firstOf: readonly CounterKeyPart[] }
  /** The subscription of a good key, else the client application, else the network. */
  | "caller"
  /** The subscription of a good key. */
  | "subscription"
  /** The client application that a token names. */
  | "client"
  /** The user of a delegated token. */
  | "user"
  /** The network of the caller: an IPv4 address, or an IPv6 network of the length in `counters.ipv6Prefix`. */
  | "ip"
  | "product"
  | "api"
  | "operation"
  /** The value of a header field. */
  | { readonly header: string }
  /** A claim of the credential's token, or of the token of the named policy. */
  | { readonly claim: string; readonly of?: string }
  | { readonly text: string };

/** What a caller is known by; `any`: the key does not depend on it. `network`: also whatever else the caller can make up. */
export type CallerKind = "any" | "subscription" | "client" | "network";

/** Reads the part of a counter's key that depends on the call. */
export interface CounterKey {
  /** The text, or undefined when the limit does not count this call. Unique for each kind of caller. */
  of(call: LimitedCall): string | undefined;
  callerKind(call: LimitedCall): CallerKind;
  /** Whether a caller can make up the text, of whatever kind it is. Networks are made up anyway. */
  readonly isMadeUp: boolean;
  /** The parts in words, as part of the counter's identity; empty where the place says it. */
  readonly definition: string;
}

/** Maximum length of one part that the caller chooses, and of all parts, in characters. With the identity: below 512. */
const MAX_PART = 128;
const MAX_KEY = 320;

/** Counts each caller: by its subscription, else its client application, else its network. */
export const PER_CALLER: CounterKey = Object.freeze({
  of: callerId,
  callerKind,
  isMadeUp: false,
  definition: "",
});

/** Counts calls with a good subscription key only, as the gateway documents. */
export const PER_SUBSCRIPTION: CounterKey = Object.freeze({
  of: ({ access: { subscription } }: LimitedCall) => subscription && shortened(subscription.id, MAX_PART),
  callerKind: () => "subscription",
  isMadeUp: false,
  definition: "s",
});

/** Joins parts into one key. Different parts give different texts: each is preceded by its length. */
export function keyOfParts(parts: readonly CounterKeyPart[]): CounterKey {
  const readers = parts.map(readerOf);
  const definition = JSON.stringify(parts);
  if (parts.length === 1 && parts[0] === "caller") return Object.freeze({ ...PER_CALLER, definition });
  const { isMadeUp, kindOf } = madeUpBy(readers);
  if (readers.length === 1) {
    const [{ read }] = readers as [Reader];
    return Object.freeze({
      of: (call: LimitedCall) => shortened(read(call) ?? "", MAX_KEY),
      callerKind: kindOf,
      isMadeUp,
      definition,
    });
  }
  return Object.freeze({
    of(call: LimitedCall) {
      let text = "";
      for (const { read } of readers) {
        const value = read(call) ?? "";
        text += `${value.length}:${value}`;
      }
      return shortened(text, MAX_KEY);
    },
    callerKind: kindOf,
    isMadeUp,
    definition,
  });
}

/** A key that a function of the application computes; calls without a value share one counter. */
export const keyOfFunction = (read: (call: LimitedCall) => string | undefined): CounterKey =>
  Object.freeze({
    of: (call: LimitedCall) => shortened(String(atOnce(read(call), "counterKey") ?? ""), MAX_KEY),
    callerKind: anyKind,
    isMadeUp: true,
    definition: "function",
  });

/** One part: its text in a call, and whether the caller can make it up. */
interface Reader {
  readonly read: (call: LimitedCall) => string | undefined;
  readonly isMadeUp: (call: LimitedCall) => boolean;
}

const SIMPLE: Readonly<Record<Extract<CounterKeyPart, string>, Reader>> = {
  caller: { read: callerOf, isMadeUp: (call) => callerKind(call) === "network" },
  subscription: { read: ({ access }) => access.subscription?.id, isMadeUp: never },
  client: { read: ({ access }) => access.client?.id, isMadeUp: never },
  user: { read: ({ access }) => userOf(access.token), isMadeUp: never },
  ip: { read: ({ network }) => network, isMadeUp: always },
  product: { read: ({ access }) => access.product, isMadeUp: never },
  api: { read: ({ access }) => access.api, isMadeUp: never },
  operation: { read: ({ access }) => access.operation, isMadeUp: never },
};

function readerOf(part: CounterKeyPart): Reader {
  if (typeof part === "string") return SIMPLE[part];
  if ("text" in part) return { read: () => part.text, isMadeUp: never };
  if ("header" in part) {
    const name = part.header.toLowerCase();
    return { read: ({ view }) => headerText(view.header(name)), isMadeUp: always };
  }
  if ("claim" in part) {
    const { claim, of } = part;
    const read: Reader["read"] = ({ access }) =>
      claimText(of === undefined ? access.token : access.tokens?.[of], claim);
    return { read, isMadeUp: always };
  }
  const alternatives = part.firstOf.map(readerOf);
  const chosen = (call: LimitedCall) => alternatives.findIndex(({ read }) => (read(call) ?? "") !== "");
  return {
    // With its number: a header field that names a network must not use up what that network has.
    read(call) {
      const found = chosen(call);
      return found === -1 ? undefined : `${found}:${alternatives[found]!.read(call)}`;
    },
    // By the part that was found: a flood of addresses must not push out the counter of a subscription.
    isMadeUp: (call) => alternatives[chosen(call)]?.isMadeUp(call) ?? false,
  };
}

// The network is read last: what an operator asks about has none.
function callerId(call: LimitedCall): string {
  const { subscription, client } = call.access;
  return shortened(subscription?.id ?? client?.id ?? call.network ?? "", MAX_PART);
}

function callerKind({ access: { subscription, client } }: LimitedCall): CallerKind {
  return subscription !== undefined ? "subscription" : client !== undefined ? "client" : "network";
}

function anyKind(): CallerKind {
  return "any";
}

// Among other parts, the kind stands before the caller.
function callerOf(call: LimitedCall): string {
  return `${callerKind(call)[0]!}${callerId(call)}`;
}

/** `sub` is unique within its issuer only (OpenID Connect Core §8); `oid` within its tenant. */
function userOf(token: VerifiedToken | undefined): string | undefined {
  if (token === undefined || token.caller !== "delegated") return undefined;
  const oid = claimText(token, "oid");
  if (token.profile !== "openid" && oid !== undefined) return `${token.tenantId} ${oid}`;
  const sub = claimText(token, "sub");
  return sub && `${token.issuer} ${sub}`;
}

function headerText(value: string | readonly string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : value.join(", ");
  return shortened(text, MAX_PART);
}

function claimText(token: VerifiedToken | undefined, name: string): string | undefined {
  const value = token && own(token.claims, name);
  if (typeof value === "string") return shortened(value, MAX_PART);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

// Subscriptions, client applications, users, products, APIs and operations are few; everything else a caller can vary.
function madeUpBy(
  readers: readonly Reader[],
): Pick<CounterKey, "isMadeUp"> & { readonly kindOf: CounterKey["callerKind"] } {
  const conditions = readers.map(({ isMadeUp }) => isMadeUp).filter((one) => one !== never);
  if (conditions.includes(always)) return { isMadeUp: true, kindOf: anyKind };
  if (conditions.length === 0) return { isMadeUp: false, kindOf: anyKind };
  const kindOf = (call: LimitedCall) => (conditions.some((isMadeUp) => isMadeUp(call)) ? "network" : "any");
  return { isMadeUp: false, kindOf };
}

function always(): boolean {
  return true;
}

function never(): boolean {
  return false;
}
