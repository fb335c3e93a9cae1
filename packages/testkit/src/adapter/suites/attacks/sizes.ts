import { expect } from "chai";
import { part } from "../../support/jose-parts.js";
import { rawRequest } from "../../support/raw-request.js";
import { badKey, badToken, lacks, noToken } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

export function sizes({ describe, it, before, attacked, entraWorld, sharedEntra }: Suite): void {
  describe("long header fields, on a server that takes them", () => {
    const target = attacked({}, undefined, { maxHeaderSize: 6 * 1024 * 1024 });
    const send = (path: string, field: string) => () => rawRequest(target.api.port, path, field);

    it("401 token_too_long, seen before anything is decoded", async () => {
      await target.refuses("a".repeat(16_384), "token_malformed");
      await target.refuses("a".repeat(16_385), "token_too_long");
      await target.refuses(`${"a".repeat(8_192)}.${"a".repeat(8_192)}.a`, "token_too_long");
    });

    for (const [size, length] of [
      ["100 kB", 100_000],
      ["5 MB", 5_000_000],
    ] as const) {
      const untouched = () => {
        const { issuers, rememberedTokens } = target.api.auth.health();
        expect(issuers.map(({ keys, failures }) => keys + failures)).to.deep.equal([0, 0]);
        expect(rememberedTokens).to.equal(0);
      };
      it(`401 ${size} of letters, dots, spaces, or behind a good token: nothing is fetched or remembered`, async () => {
        const token = await target.token();
        const long = "a".repeat(length);
        for (const value of [
          long,
          ".".repeat(length),
          `${part({ alg: "RS256", kid: "k" })}.${long}.${"a".repeat(400)}`,
          `${" ".repeat(length)}${token}`,
          `${token}${long}`,
        ])
          await target.refusesRequest(
            send("/starter", `authorization: Bearer ${value}`),
            "token_too_long",
            badToken,
          );
        untouched();
      });
      it(`401 ${size} that are no bearer token at all`, async () => {
        for (const value of [
          "a".repeat(length),
          `Basic ${"a".repeat(length)}`,
          `Bearer${"\t".repeat(length)}a`,
        ])
          await target.refusesRequest(send("/starter", `authorization: ${value}`), "token_scheme", noToken);
        untouched();
      });
      it(`401 ${size} of key`, () =>
        target.refusesRequest(
          send("/batch", `ocp-apim-subscription-key: ${"k".repeat(length)}`),
          "key_too_long",
          badKey,
        ));
    }
  });

  describe("the longest token", () => {
    let token = "";
    before(async () => {
      token = await (await sharedEntra()).tokenFor({ client: "contoso", product: "starter" });
    });
    const exact = attacked(() => ({ maxTokenLength: token.length }));
    const less = attacked(() => ({ maxTokenLength: token.length - 1 }));

    it("200 with maxTokenLength characters", () => exact.admits(token));
    it("401 with one more", () => less.refuses(token, "token_too_long"));
    it("431 when all fields together have more than 16 KiB: Node answers, no guard is asked", async () => {
      const field = `authorization: Bearer ${"a".repeat(17_000)}`;
      expect((await rawRequest(exact.api.port, "/starter", field)).status).to.equal(431);
      expect(exact.api.events.filter(({ outcome }) => outcome !== "admit")).to.deep.equal([]);
    });
  });

  describe("brackets as deep as a token is long", () => {
    const entra = entraWorld();
    const deep = (claim: string, levels = 5_600) => {
      const claims = JSON.stringify(entra.claims({ [claim]: undefined })).slice(1);
      return entra.token(`{"${claim}":${"[".repeat(levels)}${"]".repeat(levels)},${claims}`);
    };

    it("200 in a claim that nobody reads", async () => {
      expect(deep("deep")).to.have.length.within(15_500, 16_384);
      await entra.admits(deep("deep"));
    });
    for (const [claim, code] of [
      ["aud", "token_audience"],
      ["iss", "token_issuer"],
      ["tid", "token_tenant"],
      ["ver", "token_version"],
      ["exp", "token_claims"],
      ["azp", "token_claims"],
      ["scp", "token_claims"],
      ["idtyp", "token_claims"],
    ] as const)
      it(`401 ${code} in ${claim}`, async () => {
        const { actual = "" } = await entra.refuses(deep(claim), code);
        expect(actual).to.have.length.below(200);
      });
    it("403 in roles", () => entra.refuses(deep("roles"), "role_missing", lacks("Product.Starter.All")));
    it("401 in the header", () =>
      entra.refuses(entra.token({}, `{"alg":${"[".repeat(5_000)}${"]".repeat(5_000)}}`), "token_algorithm"));
  });
}
