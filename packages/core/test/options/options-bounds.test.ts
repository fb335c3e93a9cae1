import { createProductAuth } from "#src/index.js";
import { expect } from "chai";
import { refused } from "./refused-options.js";

const base = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: { starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" } },
};
const at = (path: string, value: unknown): object => {
  const [name = "", member] = path.split(".");
  return { ...base, [name]: member === undefined ? value : { [member]: value } };
};

/** The largest value of each number among the options, and how it is counted. */
const MOST = {
  clockTolerance: [3_600, "seconds"],
  maxTokenLength: [131_072, "characters"],
  tokenCacheSize: [1_000_000, "tokens"],
  tokenCacheBytes: [1_073_741_824, "bytes"],
  "subscriptionCache.ttl": [3_600, "seconds"],
  "subscriptionCache.max": [1_000_000, "answers"],
  "signingKeys.refreshInterval": [86_400, "seconds"],
  "signingKeys.unknownKeyInterval": [3_600, "seconds"],
  "signingKeys.lastKnownGood": [604_800, "seconds"],
  "signingKeys.timeout": [60, "seconds"],
  "upgrades.closeTimeout": [30, "seconds"],
  "upgrades.recheckTimeout": [3_600, "seconds"],
} as const;

describe("options: the largest numbers start", () => {
  for (const [path, [most]] of Object.entries(MOST)) {
    it(`${path} ${most}`, async () => {
      await createProductAuth(at(path, most) as typeof base).close();
    });
  }
});

for (const [path, [most, unit]] of Object.entries(MOST)) {
  refused(`larger numbers do not: ${path}`, [
    ...[most + 1, 1e9 * most, Infinity].map(
      (value) =>
        [at(path, value), path, `is ${value}`, new RegExp(`^write at most ${most} ${unit}$`)] as const,
    ),
    ...[-1, -Infinity].map(
      (value) =>
        [
          at(path, value),
          path,
          `is ${value}`,
          /^write (0|1|more than 0) .*(seconds|characters|tokens|bytes|answers)/,
        ] as const,
    ),
    [at(path, NaN), path, "is NaN", /a number/],
    [at(path, String(most)), path, "is a string", /a number/],
  ]);
}

refused("keys that are dropped before they are fetched again", [
  [
    { ...base, signingKeys: { refreshInterval: 7_200, lastKnownGood: 7_199 } },
    "signingKeys.lastKnownGood",
    "is less than refreshInterval: keys would expire before they are refreshed",
    /at least 7200 seconds/,
  ],
  [
    { ...base, signingKeys: { lastKnownGood: 60 } },
    "signingKeys.lastKnownGood",
    "is less than refreshInterval: keys would expire before they are refreshed",
    /at least 3600 seconds/,
  ],
]);

describe("options: keys that are kept for exactly as long as the interval", () => {
  it("start", async () => {
    const signingKeys = { refreshInterval: 60, lastKnownGood: 60 };
    const auth = createProductAuth({ ...base, signingKeys });
    expect(auth.health().status).to.equal("ok");
    await auth.close();
  });
});
