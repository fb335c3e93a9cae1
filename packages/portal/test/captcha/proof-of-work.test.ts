import { createHook } from "node:async_hooks";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { createChallenge, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { expect } from "chai";
import fc from "fast-check";
import { proofOfWork } from "#src/captcha/proof-of-work.js";
import { solvedIn } from "#src/captcha/solved-challenge.js";
import { PortalKeys } from "#src/stores/portal-keys.js";
import { solved } from "../support/solve-captcha.js";

interface Solved {
  challenge: { parameters: Record<string, unknown>; signature?: unknown };
  solution: Record<string, unknown>;
}

describe("proof of work", () => {
  let now = Date.UTC(2026, 10, 30);
  const clock = () => now;
  const records = new MemoryRecordRepository({ clock });
  const open = () => proofOfWork({ records, clock, keys: new PortalKeys(records) });
  const [one, other] = [open(), open()];
  let answer = "";
  let challenge: Challenge;
  const verify = (captcha: string) => one.verify({ captcha }, undefined);
  const altered = (change: (copy: Solved) => void) => {
    const copy = JSON.parse(answer) as Solved;
    change(copy);
    return JSON.stringify(copy);
  };
  before(async () => {
    challenge = (await one.challenge()) as unknown as Challenge;
    answer = await solved(challenge);
  });

  it("asks for about a second of work", () => {
    const { counter } = (JSON.parse(answer) as { solution: { counter: number } }).solution;
    expect(counter).to.be.within(1200, 2000);
    expect(challenge.parameters.cost).to.equal(5000);
    expect(JSON.stringify(challenge).length).to.be.lessThan(700);
  });

  let derivations = 0;
  createHook({ init: (_id, type) => void (type === "PBKDF2REQUEST" && derivations++) }).enable();

  for (const [what, change] of [
    ["less work", ({ challenge: { parameters } }) => (parameters["cost"] = 1)],
    ["a shorter prefix", ({ challenge: { parameters } }) => (parameters["keyPrefix"] = "00")],
    ["no signature of the key", ({ challenge: { parameters } }) => delete parameters["keySignature"]],
    ["a later end", ({ challenge: { parameters } }) => (parameters["data"] = { until: 9e15 })],
    ["no end", ({ challenge: { parameters } }) => (parameters["data"] = {})],
    ["another algorithm", ({ challenge: { parameters } }) => (parameters["algorithm"] = "SHA-256")],
    ["more work", ({ challenge: { parameters } }) => (parameters["cost"] = 1e15)],
    ["no signature", ({ challenge: given }) => delete given.signature],
    ["an empty signature", ({ challenge: given }) => (given.signature = "")],
    ["a list as signature", ({ challenge: given }) => (given.signature = ["00"])],
    ["another key", ({ solution }) => (solution["derivedKey"] = "00".repeat(32))],
    ["no key", ({ solution }) => delete solution["derivedKey"]],
  ] as [string, (copy: Solved) => void][])
    it(`refuses ${what}, without a derivation`, async () => {
      derivations = 0;
      expect(await verify(altered(change))).to.equal(false);
      expect(derivations).to.equal(0);
    });

  it("refuses a challenge that is signed with another key", async () => {
    const options = { algorithm: "PBKDF2/SHA-256", cost: 1, counter: 1, deriveKey };
    const keys = { hmacSignatureSecret: "x", hmacKeySignatureSecret: "y" };
    const own = await createChallenge({ ...options, ...keys, data: { until: now + 1000 } });
    expect(await verify(await solved(own))).to.equal(false);
  });

  it("members that it does not know have no effect", async () => {
    const parsed = JSON.parse(answer) as Solved;
    expect(
      solvedIn(altered(({ challenge: { parameters } }) => (parameters["memoryCost"] = 1e9))),
    ).to.deep.equal(solvedIn(JSON.stringify(parsed)));
  });

  it("anything else is wrong: texts of every kind, and 2,049 characters", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        expect(await verify(text)).to.equal(false);
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(await verify(`${answer}${" ".repeat(2048)}`)).to.equal(false);
    expect((await records.list("captcha")).records).to.deep.equal([]);
  });

  it("one that is too old is wrong", async () => {
    now += 30 * 60_000;
    expect(await verify(answer)).to.equal(false);
    now -= 1;
    expect(solvedIn(answer)?.challenge.parameters.data.until).to.equal(now + 1);
  });

  it("is good once, at any instance", async () => {
    const results = await Promise.all(
      [one, other, one, other].map((captcha) => captcha.verify({ captcha: answer }, undefined)),
    );
    expect(results.filter(Boolean)).to.have.length(1);
    expect(await verify(answer)).to.equal(false);
    const spelled = altered(({ challenge: { parameters } }) => (parameters["extra"] = "x"));
    expect(await verify(spelled)).to.equal(false);
  });
});
