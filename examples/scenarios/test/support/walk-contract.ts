import { expect } from "chai";
import { runScenario, type Ended } from "./scenario-process.js";

const FRAMEWORKS = ["express", "koa", "fastify"] as const;

/**
 * What `npm run scenario -- NAME --once` must do: see what each of its `steps` has to, be ready in 15 s and walked in 60 s,
 * and leave nothing behind. On its framework; with `SCENARIOS=all` on every one.
 */
export function walkContract(
  name: string,
  framework: (typeof FRAMEWORKS)[number],
  steps: readonly string[],
): void {
  for (const each of process.env["SCENARIOS"] === "all" ? FRAMEWORKS : [framework])
    describe(`npm run scenario -- ${name} --once, on ${each}`, function () {
      this.timeout(90_000);
      let ended: Ended;
      before(async () => {
        ended = await runScenario([name, "--once", "--framework", each]);
      });

      it("sees what every step must see", () => {
        const seen = [...ended.out.matchAll(/^(ok|NO) +\d+ .*\n +-> (.*)$/gm)].map(
          ([, mark, saw]) => `${mark} ${saw}`,
        );
        expect(seen).to.deep.equal(
          steps.map((sees) => `ok ${sees}`),
          ended.out + ended.err,
        );
      });

      it("exits 0 with nothing in stderr, and nothing left in the folder for temporary files", () =>
        expect(ended).to.deep.include({ code: 0, err: "", left: [] }));

      it("prints no credential", () => {
        expect(ended.out).not.to.match(/eyJ[\w-]+\./); // a token
        expect(ended.out).not.to.match(/\bpask_\w/); // a key
        expect(ended.out).not.to.match(/[\w~.-]{38,}/); // a client secret, a password, a link of a mail
      });
    });
}
