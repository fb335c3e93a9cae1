import { expect } from "chai";
import { run } from "./support/command.js";

describe("the help", function () {
  this.timeout(30_000); // many processes
  const verbs = [
    ...["list", "show", "create", "activate", "suspend", "reject", "cancel", "expire"],
    ...["rename", "transfer", "regenerate", "delete", "check", "migrate"],
  ];
  const help = async (...words: string[]) => {
    const { code, stdout, stderr } = await run([...words, "--help"], {});
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return stdout;
  };

  it("names every verb, and each verb has its own", async () => {
    const whole = await help();
    for (const verb of verbs) {
      expect(whole).to.match(new RegExp(`^  ${verb} `, "m"));
      expect(await help(verb)).to.match(new RegExp(`^Usage: product-auth subscriptions ${verb}\\b`));
    }
  });

  it("of a verb names its options and no other's", async () => {
    expect(await help("regenerate"))
      .to.contain("--grace SECONDS")
      .and.not.to.contain("--limit");
    expect(await help("list"))
      .to.contain("--limit N")
      .and.not.to.contain("--grace");
  });

  it("--version shows the version", async () => {
    expect((await run(["--version"], {})).stdout).to.match(/^\d+\.\d+\.\d+\S*\n$/);
  });
});
