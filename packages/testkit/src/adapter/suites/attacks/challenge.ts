import { expect } from "chai";
import { exchange, rawRequest } from "../../support/raw-request.js";
import type { Suite } from "../../suite.js";

export function challenge({ describe, it, attacked }: Suite): void {
  describe("what callers can write into the challenge", () => {
    const target = attacked();

    for (const host of [
      'a"b',
      'x",error="none',
      "a\\",
      'a\\"',
      "h\u00f6st.example",
      "a b",
      "<script>",
      "x".repeat(9_000),
    ])
      it(`nothing but a quoted host: ${JSON.stringify(host.slice(0, 30))}`, async () => {
        const answer = await exchange(
          target.api.port,
          `GET /pro HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
        );
        const [statusLine, ...fields] = answer.split("\r\n\r\n")[0]!.split("\r\n");
        expect(statusLine).to.equal("HTTP/1.1 401 Unauthorized");
        const challenges = fields.filter((field) => /^www-authenticate:/i.test(field));
        expect(challenges).to.have.length(2);
        expect(challenges[0]).to.match(/^www-authenticate: Bearer$/i);
        // A quoted string ends at the first quote without a backslash (RFC 9110 §5.6.4), and ours come right after.
        expect(challenges[1]).to.match(
          /^www-authenticate: AzureApiManagementKey realm="https:\/\/(?:[^"\\]|\\.){0,600}\/",name="Ocp-Apim-Subscription-Key",type="header"$/i,
        );
        expect(challenges[1]).to.match(/^[\x20-\x7e]+$/);
      });
    it("two Host fields name none", async () => {
      const answer = await rawRequest(target.api.port, "/pro", "host: evil.example");
      expect(answer.text + JSON.stringify(answer.fields)).not.to.contain("evil");
    });
  });
}
