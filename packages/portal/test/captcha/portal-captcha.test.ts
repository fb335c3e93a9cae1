import type { Captcha } from "@product-auth/portal";
import { expect } from "chai";
import { PortalCaptcha } from "#src/captcha/portal-captcha.js";
import { Fields } from "#src/http/fields.js";
import { Attempts } from "#src/sign-in/attempts.js";

const DOWN = "The check against programs is not available at the moment. Try again in a while.";

describe("the CAPTCHA of a form", () => {
  const failures: unknown[] = [];
  const seen: unknown[] = [];
  const open = (captcha: Partial<Captcha>) =>
    new PortalCaptcha(
      {
        challenge: () => Promise.resolve({ question: "What is 2 + 2?", token: "<t>" }),
        verify: (fields, address) => {
          seen.push([fields, address]);
          return Promise.resolve(true);
        },
        ...captcha,
      },
      new Attempts(undefined, () => 1000, 1),
      (cause) => failures.push(cause),
    );
  const problemOf = async (captcha: PortalCaptcha, fields: string, address?: string) =>
    (await captcha.problemOf(new Fields(fields), address))?.message;

  it("missing is wrong, and the port is not asked", async () => {
    const captcha = open({});
    for (const fields of ["", "captcha=", `captcha=${"x".repeat(4097)}`, "captcha-answer=4"])
      expect(await problemOf(captcha, fields)).to.include("Wait until the check has ended");
    expect(seen).to.deep.equal([]);
  });

  it("the port gets its own fields and the address, nothing else", async () => {
    expect(await problemOf(open({}), "captcha=a&captcha-answer=4&password=secret", "192.0.2.1")).to.equal(
      undefined,
    );
    expect(seen.splice(0)).to.deep.equal([[{ captcha: "a", "captcha-answer": "4" }, "192.0.2.1"]]);
  });

  it("only true passes; false, and what is not understood, is wrong", async () => {
    for (const answer of [false, "true", 1, undefined])
      expect(
        await problemOf(open({ verify: () => Promise.resolve(answer as boolean) }), "captcha=a"),
      ).to.include("The check has failed");
  });

  it("down is reported and never passes", async () => {
    const down = open({
      challenge: () => Promise.reject(new Error("down")),
      verify: () => Promise.reject(new Error("down")),
    });
    expect(await problemOf(down, "captcha=a")).to.equal(DOWN);
    const shown = await down.show();
    expect(String(shown.fields)).to.include(DOWN).and.not.include("data-challenge");
    expect(shown.challenge).to.equal(undefined);
    expect(failures).to.have.length(2);
  });

  it("without JavaScript, three forms within an hour for each address", async () => {
    const captcha = open({ verify: () => Promise.reject(new Error("not asked")) });
    for (let i = 0; i < 3; i++)
      expect(await problemOf(captcha, "without-javascript=yes&captcha=", "192.0.2.1")).to.equal(undefined);
    const refused = await captcha.problemOf(new Fields("without-javascript=yes"), "::ffff:192.0.2.1");
    expect(refused).to.deep.include({ field: "captcha", wait: 3600 });
    expect(await problemOf(captcha, "without-javascript=yes", "192.0.2.2")).to.equal(undefined);
  });

  it("a question has a label, and a challenge is text in an attribute", async () => {
    const question = String((await open({}).show([{ field: "captcha", message: "Wrong." }])).fields);
    expect(question).to.include('<label for="captcha-answer">What is 2 + 2?</label>');
    expect(question).to.include('value="&lt;t&gt;"').and.include("Wrong.");
    const challenge = { parameters: { salt: '"><script>' } };
    const { fields, scripts } = await open({ challenge: () => Promise.resolve(challenge) }).show();
    expect(String(fields)).to.include("&quot;&gt;&lt;script&gt;").and.not.include("<script>");
    expect(scripts).to.deep.equal(["captcha.js"]);
  });
});
