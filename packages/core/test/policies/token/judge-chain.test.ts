import { expect } from "chai";
import type { TokenEvidence } from "#src/evidence/evidence.js";
import { judgeChain, type ChainQuery } from "#src/policies/token/judge-chain.js";
import { appliesTo, type TokenPolicy } from "#src/policies/token/token-policy.js";
import { tokensEndAt } from "#src/policies/token/tokens-end-at.js";
import { appToken, NOW, SECONDS, TOKEN } from "../../evidence/evidence-of.js";
import { viewOf } from "../../request/view-of.js";
import { policyWith } from "./policy-with.js";

const place = (name: string, index = 0) => ({ place: "global", index, name });
const good = (id: string, more: object = {}): TokenEvidence => ({
  kind: "good",
  token: appToken({ id, ...more }),
});
const { absent, bad, unavailable } = TOKEN;

/** Judges policies by the evidence about each, in order; a promise of it where `later`. */
function judged(
  list: readonly (readonly [policy: TokenPolicy, found: TokenEvidence])[],
  { later = false, method = "GET", ...more }: Partial<ChainQuery> & { later?: boolean; method?: string } = {},
) {
  const examined: TokenPolicy[] = [];
  const result = judgeChain(
    list.map(([policy]) => policy),
    {
      view: viewOf({}, { method }),
      clock: () => NOW,
      examine: (policy) => {
        examined.push(policy);
        const found = list.find(([one]) => one === policy)![1];
        return later ? Promise.resolve(found) : found;
      },
      ...more,
    },
    NOW,
  );
  return { result, examined };
}

describe("a chain of token policies", () => {
  const [first, second] = [policyWith({ place: place("first") }), policyWith({ place: place("second", 1) })];
  const nameless = policyWith();

  it("without a name: nothing is kept", () => {
    const found = { tokens: undefined, isElsewhere: false };
    expect(judged([]).result).to.deep.equal(found);
    expect(judged([[nameless, good("a")]]).result).to.deep.equal(found);
  });
  it("keeps the tokens of named policies, by name and without a prototype, frozen", async () => {
    for (const later of [false, true]) {
      const { result } = judged(
        [
          [first, good("a")],
          [nameless, good("b")],
          [second, good("c")],
        ],
        { later },
      );
      expect(result instanceof Promise).to.equal(later);
      const { tokens, isElsewhere } = (await result) as Exclude<Awaited<typeof result>, { outcome: string }>;
      expect(Object.entries(tokens!).map(([name, { id }]) => `${name} ${id}`)).to.deep.equal([
        ...["first a", "second c"],
      ]);
      expect(isElsewhere).to.equal(false);
      expect(Object.getPrototypeOf(tokens)).to.equal(null);
      expect(tokens).to.be.frozen;
    }
  });
  it("says when a token stood outside of Authorization, named or not", () => {
    const header = { tokenPlace: { header: "x-user-token", scheme: "none" } } as const;
    const elsewhere = (policy: TokenPolicy) =>
      judged([
        [first, good("a")],
        [policy, good("b")],
        [second, good("c")],
      ]).result;
    expect(elsewhere(policyWith(header))).to.include({ isElsewhere: true });
    expect(elsewhere(policyWith({ ...header, place: place("user") }))).to.include({ isElsewhere: true });
    expect(judged([[policyWith(header), good("a")]]).result).to.deep.equal({
      tokens: undefined,
      isElsewhere: true,
    });
  });
  it("the first failure ends it, with the policy's place, status and text", async () => {
    const strict = policyWith({
      place: place("strict"),
      ...{ failedStatus: 418, failedMessage: "No.", roles: { mode: "all", values: ["R"] } },
    });
    for (const later of [false, true])
      for (const [policy, evidence, expected] of [
        [first, absent, { status: 401, code: "token_missing" }],
        [first, bad, { status: 401, code: "token_signature" }],
        [strict, good("a"), { status: 418, code: "role_missing", message: "No." }],
        [strict, absent, { status: 418, code: "token_missing", message: "No." }],
      ] as const) {
        const { result, examined } = judged(
          [
            [policy, evidence],
            [second, good("b")],
          ],
          { later },
        );
        const found = await result;
        expect(found).to.deep.include({ outcome: "refuse", ...expected, policy: policy.place });
        expect(examined).to.deep.equal([policy]);
      }
  });
  it("keys that are unavailable are reported when no later policy refuses, and the first of them", async () => {
    for (const later of [false, true]) {
      const other: TokenEvidence = { ...unavailable, actual: "another reason" } as TokenEvidence;
      const found = await judged(
        [
          [first, unavailable],
          [second, other],
          [nameless, good("c")],
        ],
        { later },
      ).result;
      expect(found).to.deep.include({
        ...{ outcome: "unavailable", status: 503, code: "signing_keys_unavailable", retryAfter: 7 },
        ...{ actual: "ECONNREFUSED", policy: first.place },
      });
      const refused = await judged(
        [
          [first, unavailable],
          [second, absent],
        ],
        { later },
      ).result;
      expect(refused).to.deep.include({ outcome: "refuse", code: "token_missing", policy: second.place });
    }
  });
  it("a token that expires while another is waited for is refused by the time after the wait", async () => {
    let now = NOW;
    const times: number[] = [];
    const query = {
      clock: () => now,
      examine: async (_: TokenPolicy, at: number) => {
        times.push(at);
        now += 10_000;
        return Promise.resolve(good("a", { expiresAt: SECONDS + 15 }));
      },
    };
    const found = await judged([[first, absent] as const, [second, absent] as const], query).result;
    expect(times).to.deep.equal([NOW, NOW + 10_000]);
    expect(found).to.deep.include({ code: "token_expired", policy: second.place });
  });
  it("policies for other methods are passed over", () => {
    const post = policyWith({ when: { not: false, methods: new Set(["POST"]) } });
    expect(judged([[post, absent]]).result).to.include({ isElsewhere: false });
    expect(judged([[post, absent]], { method: "POST" }).result).to.include({ code: "token_missing" });
  });
  it("reports each policy that applies, with its evidence and its refusal", () => {
    const seen: unknown[] = [];
    const observe: ChainQuery["observe"] = (policy, found, refusal) =>
      seen.push([policy.place.name, found.kind, refusal?.code]);
    judged(
      [
        [first, good("a")],
        [nameless, unavailable],
        [second, absent],
      ],
      { observe },
    );
    expect(seen).to.deep.equal([
      ["first", "good", undefined],
      [undefined, "unavailable", "signing_keys_unavailable"],
      ["second", "absent", "token_missing"],
    ]);
  });
});

describe("the methods that a policy applies to", () => {
  const rows: readonly (readonly [when: { not: boolean; methods: string[] } | undefined, methods: string])[] =
    [
      [undefined, "GET HEAD POST"],
      [{ not: false, methods: ["POST"] }, "POST"],
      [{ not: false, methods: ["GET"] }, "GET HEAD"],
      [{ not: false, methods: ["HEAD"] }, "HEAD"],
      [{ not: true, methods: ["GET"] }, "HEAD POST"],
      [{ not: true, methods: ["HEAD"] }, "GET POST"],
    ];
  for (const [when, methods] of rows)
    it(`${JSON.stringify(when)}: ${methods}`, () => {
      const policy = policyWith({ when: when && { ...when, methods: new Set(when.methods) } });
      const applies = ["GET", "HEAD", "POST"].filter((method) => appliesTo(policy, method));
      expect(applies.join(" ")).to.equal(methods);
    });
});

describe("when the tokens of policies end", () => {
  const endsAt = (
    list: readonly (readonly [policy: TokenPolicy, found: TokenEvidence | Promise<TokenEvidence>])[],
  ) =>
    tokensEndAt(
      list.map(([policy]) => policy),
      "GET",
      (policy) => list.find(([one]) => one === policy)![1],
    );
  const until = (seconds: number) => good("a", { expiresAt: seconds });

  it("never without one, and with one that has no exp", () => {
    expect(endsAt([])).to.equal(Infinity);
    expect(
      endsAt([[policyWith(), { kind: "good", token: { ...appToken(), expiresAt: undefined } as never }]]),
    ).to.equal(Infinity);
  });
  it("with the first of them, each with its policy's tolerance", () => {
    const list = [
      [policyWith({ clockTolerance: 60 }), until(1_000)],
      [policyWith({ clockTolerance: 5 }), until(1_050)],
      [policyWith(), until(2_000)],
    ] as const;
    expect(endsAt(list)).to.equal(1_055_000);
    expect(endsAt(list.toReversed())).to.equal(1_055_000);
  });
  it("whatever is not known to be good, and what another method demands, has no end", () => {
    const post = policyWith({ when: { not: false, methods: new Set(["POST"]) } });
    expect(
      endsAt([
        [post, until(1)],
        [policyWith(), bad],
        [policyWith(), absent],
        [policyWith(), Promise.resolve(until(1))],
        [policyWith(), until(9)],
      ]),
    ).to.equal(9_000);
  });
});
