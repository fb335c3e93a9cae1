import { expect } from "chai";
import { distance, timesIn } from "#src/explain/times.js";

/** 2026-01-02T03:04:05Z */
const SECONDS = 1_767_323_045;

describe("times of a token, in words", () => {
  it("before and after", () => {
    expect(
      timesIn(
        { exp: SECONDS - 300, nbf: SECONDS - 3900, iat: SECONDS + 120, auth_time: SECONDS - 60 },
        SECONDS * 1000,
      ),
    ).to.deep.equal({
      exp: "2026-01-02T02:59:05Z, expired 5 minutes ago",
      nbf: "2026-01-02T01:59:05Z, began 65 minutes ago",
      iat: "2026-01-02T03:06:05Z, issued 2 minutes from now",
      auth_time: "2026-01-02T03:03:05Z, signed in 60 seconds ago",
    });
    expect(timesIn({ exp: SECONDS + 3000, nbf: SECONDS + 200_000 }, SECONDS * 1000)).to.deep.equal({
      exp: "2026-01-02T03:54:05Z, expires in 50 minutes",
      nbf: "2026-01-04T10:37:25Z, begins in 2 days",
    });
  });
  it("what is no time is left alone", () =>
    expect(timesIn({ exp: "1767323045", nbf: 1e308, iat: null, auth_time: {} }, 0)).to.deep.equal({}));

  for (const [seconds, words] of [
    [0.2, "0 seconds"],
    [1, "1 second"],
    [99, "99 seconds"],
    [100, "2 minutes"],
    [5400, "90 minutes"],
    [7200, "2 hours"],
    [172_800, "2 days"],
  ] as const)
    it(`${seconds} s: ${words}`, () => expect(distance(seconds)).to.equal(words));
});
