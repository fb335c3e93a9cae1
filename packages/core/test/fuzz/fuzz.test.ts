import { expect } from "chai";
import { checkCase } from "./check-case.js";
import { sweep, untouched } from "./generate/sweep.js";
import { STRICTER } from "./oracle/stricter.js";
import { runCases, runListed, type Tally } from "./run-cases.js";
import { BASE_TOKENS, type BaseToken } from "./tokens/base-tokens.js";
import { make } from "./tokens/case.js";
import { lastOf } from "./tokens/draft.js";
import { openHouses, type Houses } from "./world/house.js";
import { SET_UP_NAMES, setUpOf, type SetUp } from "./world/set-ups.js";

const isFull = process.env.CONTRACT === "full";
const { FUZZ_SEED = "20260102", FUZZ_PATH, FUZZ_RUNS = isFull ? "3000" : "1000" } = process.env;

describe("mutated tokens, judged by jose and by rules of their own", () => {
  let houses: Houses;
  const tally: Tally = new Map();
  before(async () => {
    houses = await openHouses();
  });

  // Whoever refuses everything would pass all the rest.
  for (const setUp of SET_UP_NAMES) {
    it(`${setUp}: admits every good token that belongs there`, async () => {
      const codes: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const base of BASE_TOKENS) {
        const made = make({ ...untouched(base.name), setUp });
        codes[base.name] = (await checkCase(made, houses.get(setUp)!)).code;
        expected[base.name] = belongs(base, setUpOf(setUp))
          ? "admit"
          : codes[base.name]!.replace("admit", "");
      }
      expect(codes).to.deep.equal(expected);
    });
  }

  it("every single change that is known to matter, to tokens of every kind", async function () {
    this.timeout(120_000);
    const failure = await runListed(houses, sweep(), tally);
    if (failure !== undefined) expect.fail(failure);
  });

  it(`${FUZZ_RUNS} cases of seed ${FUZZ_SEED}`, async function () {
    this.timeout(120_000);
    const seed = Number(FUZZ_SEED);
    const wanted =
      FUZZ_PATH === undefined ? { runs: Number(FUZZ_RUNS), seed } : { runs: 1, seed, path: FUZZ_PATH };
    const failure = await runCases(houses, wanted, tally);
    if (failure !== undefined) expect.fail(failure);
  });

  it("no check and no difference to jose was left out", () => {
    const wanted = [
      ...STRICTER.map(({ what }) => `because: ${what}`),
      ...CODES.map((code) => `code: ${code}`),
    ];
    expect(wanted.filter((name) => !tally.has(name))).to.deep.equal([]);
  });
});

function belongs({ claims }: BaseToken, { tenants, isPicky }: SetUp): boolean {
  const tenant = lastOf(claims, "tid");
  if (tenant === undefined) return true; // not of Entra
  const isPlain = lastOf(claims, "ver") === "2.0" && lastOf(claims, "idtyp") !== undefined;
  return tenants.includes(tenant as string) && (isPicky !== true || isPlain);
}

/** Everything that can be wrong with a token, and nothing. */
const CODES = `
  token_missing token_scheme token_repeated token_too_long token_malformed token_encryption token_algorithm
  token_header token_foreign_resource token_version token_tenant token_claims token_issuer token_audience
  token_other_product token_unknown_key token_key_issuer token_signature token_expired token_not_yet_valid
  token_client token_kind role_missing scope_missing claim_missing client_not_allowed admit
`
  .trim()
  .split(/\s+/);
