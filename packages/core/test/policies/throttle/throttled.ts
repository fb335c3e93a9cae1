import {
  createProductAuth,
  type Decision,
  type DecisionEvent,
  type ProductAuth,
  type ProductAuthOptions,
  type RequestView,
  type SubscriptionStore,
} from "#src/index.js";
import { digestKey } from "#src/evidence/subscriptions/key-digest.js";
import { inWords } from "../../evidence/evidence-of.js";
import { signer, type Signer } from "../../evidence/tokens/signer.js";
import { viewOf } from "../../request/view-of.js";

export const AUDIENCE = "https://api.contoso.example";
export const ISSUER = "https://main.example";
export const START: number = Date.UTC(2026, 0, 1);
export const LIMIT = { calls: 3, renewalPeriod: 60 } as const;
export const GOOD_KEY = "good-key";

const main = signer("main", "RS256");
const stolen = signer("main", "RS256");
let made = 0;
const tokenBy = ({ token }: Signer, claims: object): string =>
  token({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "shop",
    client_id: "shop",
    roles: ["R"],
    exp: 4_000_000_000,
    jti: `t${made++}`,
    ...claims,
  });

/** A token that no cache has seen. */
export const newToken = (claims: object = {}): string => tokenBy(main, claims);
/** A token whose signature does not hold. */
export const badToken = (): string => tokenBy(stolen, {});

export interface Sent {
  readonly token?: string;
  readonly key?: string;
  /** Default 192.0.2.1; null: none that can be read. */
  readonly from?: string | null;
  readonly headers?: Record<string, string>;
}

export const requestOf = ({ token, key, from = "192.0.2.1", headers }: Sent): RequestView => {
  const view = viewOf({
    host: "api.example.com",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(key !== undefined && { "ocp-apim-subscription-key": key }),
    ...headers,
  });
  return from === null ? view : { ...view, address: () => from };
};

/** A store that answers later, with one good key, and counts how often it is asked. */
export function slowStore(): SubscriptionStore & { asked: number } {
  const store = { asked: 0 };
  return Object.assign(store, {
    findByKeyDigest: (digest: string) => {
      store.asked += 1;
      const isGood = digest === digestKey(GOOD_KEY);
      return Promise.resolve(
        isGood ? { id: "acme", scope: "/products/starter", state: "active" as const } : undefined,
      );
    },
  });
}

export interface Throttled {
  readonly auth: ProductAuth;
  readonly events: DecisionEvent[];
  /** Decides, and returns the decision in words. */
  ask(sent: Sent): Promise<string>;
  decide(sent: Sent): Promise<Decision>;
  /** Sends as many bad tokens as the limit has room for. */
  exhaust(from?: string): Promise<void>;
  pass(seconds: number): void;
}

/** An instance whose product takes tokens and keys, with a clock that the test moves. */
export function throttled(more: Partial<ProductAuthOptions> = {}): Throttled {
  let now = START;
  const events: DecisionEvent[] = [];
  const auth = createProductAuth({
    issuers: [
      {
        name: "main",
        issuer: ISSUER,
        signingKeys: [
          { id: "main", publicKey: main.key.key.export({ type: "spki", format: "pem" }).toString() },
        ],
      },
    ],
    products: { starter: { audience: AUDIENCE, role: "R", accepts: ["token", "key"] } },
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: GOOD_KEY }],
    badCredentials: LIMIT,
    clock: () => now,
    onDecision: (event) => events.push(event),
    ...more,
  } as ProductAuthOptions);
  const decide = async (sent: Sent) => auth.authorize(requestOf(sent), auth.anyProduct);
  return {
    auth,
    events,
    decide,
    ask: async (sent) => inWords(await decide(sent)),
    exhaust: async (from) => {
      for (let i = 0; i < LIMIT.calls; i++)
        await decide({ token: badToken(), ...(from !== undefined && { from }) });
    },
    pass: (seconds) => void (now += seconds * 1000),
  };
}
