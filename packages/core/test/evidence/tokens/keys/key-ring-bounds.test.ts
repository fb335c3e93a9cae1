import { expect } from "chai";
import fc from "fast-check";
import { KeyRing } from "#src/evidence/tokens/keys/key-ring.js";
import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { publicJwk } from "./key-server.js";
import { HOUR, MINUTE, SECOND, START, kidsOf } from "./ring-of.js";

/** What happens to an issuer and to an API that trusts it. */
type Step =
  | { readonly do: "pass"; readonly seconds: number }
  | { readonly do: "forge"; readonly times: number }
  | { readonly do: "rotate" }
  | { readonly do: "outage"; readonly down: boolean }
  | { readonly do: "token" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("pass" as const),
    seconds: fc.constantFrom(0.1, 1, 5, 29, 30, 31, 300, 3_700, 7_300, 40_000),
  }),
  fc.record({ do: fc.constant("forge" as const), times: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ do: fc.constant("rotate" as const) }),
  fc.record({ do: fc.constant("outage" as const), down: fc.boolean() }),
  fc.record({ do: fc.constant("token" as const) }),
);

/** An issuer whose only key is replaced without overlap, and the bounds that its key ring must keep. */
class World {
  now = START;
  #down = false;
  #key = 0;
  /** When its key was replaced. */
  #rotatedAt = START;
  /** When a fetch of the keys last succeeded with the key that it has now; undefined: not yet. */
  #upSince = START;
  #fetches = 0;
  readonly #forUnknownKeys: number[] = [];
  readonly #ring = new KeyRing(
    { jwksUri: "https://issuer.example/keys", algorithms: ["RS256"] },
    { refreshInterval: HOUR, unknownKeyInterval: 30 * SECOND, lastKnownGood: 24 * HOUR },
    {
      fetch: () => Promise.resolve(this.#answer()),
      timeout: 5_000,
      maxBytes: 20_000,
      signal: new AbortController().signal,
    },
    () => this.now,
  );

  async happen(step: Step): Promise<void> {
    switch (step.do) {
      case "pass":
        this.now += step.seconds * SECOND;
        return;
      case "forge":
        for (let i = 0; i < step.times; i++) await this.#present(`forged ${this.now}/${i}`);
        return;
      case "rotate":
        this.#key += 1;
        this.#rotatedAt = this.now;
        return;
      case "outage":
        if (this.#down && !step.down) this.#upSince = this.now;
        this.#down = step.down;
        return;
      case "token":
        return this.#token();
    }
  }

  /** In any 10 minutes unknown kids cause 23 fetches at most. */
  checkFetches(): void {
    const times = this.#forUnknownKeys;
    for (const first of times)
      expect(times.filter((at) => at >= first && at <= first + 10 * MINUTE).length).to.be.most(23);
  }

  async #token(): Promise<void> {
    const kid = `key ${this.#key}`;
    const found = await this.#present(kid);
    if (this.#down) return;
    // Up for as long as the longest pause after a failure, and rotated longer ago than forged tokens can delay it.
    const settled = this.now - this.#upSince > MINUTE && this.now - this.#rotatedAt >= 30 * SECOND;
    if (settled) expect(found).to.include(kid);
  }

  /** What is known after a token with this kid came: the kids, a reason why there are none, or "unknown". */
  async #present(kid: string): Promise<readonly string[] | string> {
    const keys = await this.#current();
    if (!("keys" in keys)) return kidsOf(keys);
    if (keys.keys.byKid.has(kid)) return kidsOf(keys);
    const before = this.#fetches;
    const newer = await this.#ring.newer(keys, this.now);
    if (this.#fetches > before) this.#forUnknownKeys.push(this.now);
    return newer === undefined ? "unknown" : kidsOf(newer);
  }

  async #current(): Promise<Awaited<ReturnType<KeyRing["current"]>>> {
    const { failures, fetchedAt = -Infinity } = this.#ring.health(this.now);
    const age = this.now - fetchedAt;
    const found = this.#ring.current(this.now);
    const mayWait = age >= 24 * HOUR || (age >= 2 * HOUR && failures === 0);
    if (!mayWait) expect(found).to.not.be.instanceOf(Promise);
    const keys = await found;
    // The refresh that it may have started ends before the next step.
    await new Promise((later) => setImmediate(later));
    if ("keys" in keys) expect(this.now - (keys as Snapshot).fetchedAt).to.be.below(24 * HOUR);
    return keys;
  }

  #answer(): Response {
    this.#fetches += 1;
    return this.#down
      ? new Response("", { status: 500 })
      : Response.json({ keys: [publicJwk(`key ${this.#key}`)] });
  }
}

describe("signing keys: the bounds hold in any order of outages, rotations and forged tokens", () => {
  it("no wait while kept keys serve, 23 fetches in 10 minutes, a rotation seen within 30 seconds", async function () {
    this.timeout(60_000);
    const holds = fc.asyncProperty(fc.array(step, { maxLength: 80, size: "max" }), async (steps) => {
      const world = new World();
      for (const one of steps) await world.happen(one);
      world.checkFetches();
    });
    await fc.assert(holds, { numRuns: 150, seed: 20260102 });
  });
});
