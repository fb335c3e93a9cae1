import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { ProductAuthOptions } from "#src/index.js";
import { inWords } from "../evidence/evidence-of.js";
import { authFor, KEYS, presenting, startIssuer } from "../evidence/tokens/issued.js";
import { viewOf } from "../request/view-of.js";
import type { Counted } from "./count-verifications.js";
import { promisesMadeBy } from "./promises-made.js";

describe("what token policies and the throttle cost", () => {
  let counted: Readonly<Record<string, Counted>>;
  before(async function () {
    this.timeout(30_000);
    const program = fileURLToPath(new URL("count-verifications.js", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    counted = JSON.parse(stdout) as typeof counted;
  });

  const TOO_MANY: Counted = { decided: "429 too_many_bad_credentials", verified: 0, bad: 0 };
  const EXPECTED: Readonly<Record<string, Counted>> = {
    "before any update": { decided: "admit starter token", verified: 1, bad: 0 },
    "after an update of texts": { decided: "admit starter token", verified: 0, bad: 0 },
    "after an update that adds an audience": { decided: "admit starter token", verified: 1, bad: 0 },
    "after an update that adds a policy's audience": { decided: "admit starter token", verified: 1, bad: 0 },
    "after an update that takes its audience": { decided: "401 token_audience", verified: 1, bad: 0 },
    "four policies, cold": { decided: "admit starter key", verified: 1, bad: 0 },
    "four policies, warm": { decided: "admit starter key", verified: 0, bad: 0 },
    "the product's own token, cold": { decided: "admit starter token", verified: 1, bad: 0 },
    "a bad signature, two policies": { decided: "401 token_signature", verified: 1, bad: 1 },
    "a bad signature of the credential": { decided: "401 token_signature", verified: 1, bad: 1 },
    "throttled, a known token's first request": { decided: "admit starter token", verified: 1, bad: 0 },
    "throttled, the last bad token": { decided: "401 token_signature", verified: 1, bad: 1 },
    "throttled, a forged token above the limit": TOO_MANY,
    "throttled, a good new token above the limit": TOO_MANY,
    "throttled, the last bad token of a policy": { decided: "401 token_signature", verified: 1, bad: 1 },
    "throttled, a good new token of a policy above the limit": TOO_MANY,
    "policies with other keys for one issuer": { decided: "401 token_signature", verified: 2, bad: 1 },
  };
  for (const [name, expected] of Object.entries(EXPECTED))
    it(`${name}: ${expected.verified} verified, ${expected.bad} of them bad`, () =>
      expect(counted[name]).to.deep.equal(expected));

  describe("with the keys of an issuer", () => {
    let entra: Entra;
    beforeEach(async () => void (entra = await startIssuer()));
    afterEach(() => entra.close());

    let read = 0;
    const clock = (): number => (read++, Date.now());

    const guarded = (badCredentials?: ProductAuthOptions["badCredentials"]) => {
      const audiences = [entra.products["pro"]!.audience];
      const auth = authFor(entra, {
        signingKeys: { timeout: 60 },
        clock,
        ...(badCredentials !== undefined && { badCredentials }),
        policies: { validateJwt: [{ audiences }, { audiences, name: "caller" }] },
      });
      return { auth, rule: auth.requirement({ product: "pro", accepts: ["key"] }) };
    };

    it("1,000 cold requests at once, two policies of one issuer: one fetch of each document", async () => {
      const { auth, rule } = guarded();
      const token = await entra.tokenFor({ client: "contoso", product: "pro" });
      entra.requests.clear();
      const decisions = Array.from({ length: 1000 }, async () =>
        auth.authorize(viewOf(presenting(token, KEYS.contoso)), rule),
      );
      const decided = new Set((await Promise.all(decisions)).map(inWords));
      const { count } = entra.requests;
      expect([...decided, count("discovery"), count("keys"), count()]).to.deep.equal([
        ...["admit pro key", 1, 1, 2],
      ]);
      await auth.close();
    });

    for (const badCredentials of [undefined, { calls: 100, renewalPeriod: 60 }])
      it(`warm, no promise is made, the clock is read once, and authorize returns the decision${badCredentials === undefined ? "" : ", throttled"}`, async () => {
        const { auth, rule } = guarded(badCredentials);
        await auth.ready();
        const token = await entra.tokenFor({ client: "contoso", product: "pro" });
        for (const [headers, words] of [
          [presenting(token, KEYS.contoso), "admit pro key"],
          [presenting(token, KEYS.contoso), "admit pro key"],
          [presenting("garbage", KEYS.contoso), "401 token_malformed"],
          [presenting(undefined, KEYS.contoso), "401 token_missing"],
        ] as const) {
          const decided: unknown[] = [];
          read = 0;
          const made = promisesMadeBy(() => decided.push(auth.authorize(viewOf(headers), rule)));
          expect([made, read, inWords(decided[0] as never)]).to.deep.equal([0, 1, words]);
        }
        await auth.close();
      });
  });
});
