import { execFileSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { curlCommand, type CurlRequest } from "#src/console/curl-command.js";

/** The arguments as a shell passes them, with a program in the place of curl. */
function argumentsOf(request: CurlRequest): string[] {
  const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; }\n${curlCommand(request)}`;
  const output = execFileSync("/bin/sh", ["-c", script], {
    env: { SUBSCRIPTION_KEY: "the key", PATH: "/usr/bin:/bin" },
    encoding: "utf8",
  });
  return output.split("\0").slice(0, -1);
}

describe("a curl command", () => {
  it("has one option a line, and the credential in a variable", () => {
    const command = curlCommand({
      method: "POST",
      url: "https://api.example.com/orders",
      headers: [["Content-Type", "application/json"]],
      credentials: [{ header: "Ocp-Apim-Subscription-Key", variable: "SUBSCRIPTION_KEY" }],
      body: `{ "item": "it's" }`,
    });
    expect(command.split("\n")).to.deep.equal([
      "curl --request POST 'https://api.example.com/orders' \\",
      "  --header 'Content-Type: application/json' \\",
      '  --header "Ocp-Apim-Subscription-Key: $SUBSCRIPTION_KEY" \\',
      `  --data-raw '{ "item": "it'\\''s" }'`,
    ]);
  });

  it("does not let curl expand placeholders", () => {
    expect(curlCommand({ method: "GET", url: "https://h/{id}", headers: [] })).to.equal(
      "curl --globoff 'https://h/{id}'",
    );
  });

  it("a header name is not expanded by the shell", () => {
    const credential = { header: "x-`id`$HOME", variable: "SUBSCRIPTION_KEY" };
    expect(argumentsOf({ method: "HEAD", url: "u", headers: [], credentials: [credential] })).to.deep.equal([
      "--head",
      "u",
      "--header",
      "x-`id`$HOME: the key",
    ]);
  });

  it("passes hostile texts on as one argument, without control characters", () => {
    const text = fc
      .array(
        fc.constantFrom("'", '"', "\\", "$(id)", "`id`", "\n", "\u001b[201~", "\r", "!", "a", " ", "é"),
        {
          maxLength: 8,
        },
      )
      .map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, text, (body, value) => {
        // oxlint-disable-next-line no-control-regex -- control characters are what is removed
        const plain = (given: string) => given.replaceAll(/[\u001b\r]/g, "");
        const request = { method: "PUT", url: "u", headers: [["x", value] as const], body };
        expect(argumentsOf(request)).to.deep.equal([
          "--request",
          "PUT",
          "u",
          "--header",
          `x: ${plain(value)}`,
          "--data-raw",
          plain(body),
        ]);
      }),
      { seed: Number(process.env["FUZZ_SEED"] ?? 1), numRuns: 40 },
    );
  });
});
