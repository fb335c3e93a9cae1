import { generateKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { run } from "./support/command.js";

describe("check", () => {
  it("tells a generated key from any other text, without a store, and does not repeat it", async () => {
    const key = generateKey();
    const broken = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
    for (const [text, code] of [
      [key, 0],
      [broken, 1],
      ["something", 1],
    ] as const) {
      const said = await run(["check", "-", "--json"], { input: `${text}\n` });
      expect(said).to.deep.equal({
        code,
        stdout: `${JSON.stringify({ generated: code === 0 }, undefined, 2)}\n`,
        stderr: "",
      });
      const told = await run(["check", text], {});
      expect(told.code).to.equal(code);
      expect(told.stdout).not.to.contain(text);
    }
  });
});
