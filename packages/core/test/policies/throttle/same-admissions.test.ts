import { expect } from "chai";
import fc from "fast-check";
import { AUDIENCE, badToken, GOOD_KEY, newToken, slowStore, throttled, type Sent } from "./throttled.js";

// A few credentials, so that histories repeat them: known ones become unknown, and the other way round.
const TOKENS: readonly (string | undefined)[] = [
  ...[undefined, undefined, "garbage", badToken(), badToken()],
  ...[newToken(), newToken(), newToken({ exp: 1_767_225_700 }), newToken({ roles: [] })],
];
const KEYS: readonly (string | undefined)[] = [undefined, undefined, "guess", "another", GOOD_KEY];
const FROM = ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"];

const step = fc.record({
  token: fc.constantFrom(...TOKENS),
  key: fc.constantFrom(...KEYS),
  from: fc.constantFrom(...FROM),
  seconds: fc.constantFrom(0, 0, 0, 0, 1, 25, 61),
});

const SETTINGS = [
  {},
  { tokenCacheSize: 0 },
  { policies: { validateJwt: [{ audiences: [AUDIENCE] }] } },
  { products: { starter: { accepts: ["key"] } }, policies: { validateJwt: [{ audiences: [AUDIENCE] }] } },
] as const;

describe("the throttle for bad credentials, with random histories", () => {
  for (const [i, settings] of SETTINGS.entries())
    for (const store of ["a list", "a store"] as const)
      it(`decides as without it, or answers 429: settings ${i}, ${store} of subscriptions`, async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
            const more = (): object => ({
              ...settings,
              ...(store === "a store" && { subscriptions: slowStore(), subscriptionCache: { ttl: 20 } }),
            });
            const [with_, without] = [
              throttled(more()),
              throttled({ ...more(), badCredentials: undefined } as never),
            ];
            for (const { seconds, token, key, from } of steps) {
              with_.pass(seconds);
              without.pass(seconds);
              const sent: Sent = {
                from,
                ...(token !== undefined && { token }),
                ...(key !== undefined && { key }),
              };
              const [found, expected] = [await with_.ask(sent), await without.ask(sent)];
              if (found !== "429 too_many_bad_credentials") expect(found).to.equal(expected);
            }
          }),
          { numRuns: 20, seed: 14 },
        );
      });
});
