import { expect } from "chai";
import { responseStatus } from "#src/meaning/documents/response-status.js";
import { valueSource } from "#src/meaning/values/named-values.js";
import type { PolicyElement } from "#src/xml/policy-document.js";
import { readPolicyText } from "#src/xml/read-policy-text.js";

const values = valueSource([
  { name: "n", displayName: "denied", value: "403", isSecret: false },
  { name: "s", displayName: "secret", value: "403", isSecret: true },
]);

function response(text: string): PolicyElement {
  const read = readPolicyText(`<inbound>${text}</inbound>`);
  if (!("root" in read)) throw new Error(read.message);
  return read.root.children[0]!;
}

describe("the status of return-response", () => {
  const table: readonly (readonly [text: string, status: number | undefined])[] = [
    ["<return-response />", 200],
    ['<return-response response-variable-name="r" />', undefined],
    ['<return-response response-variable-name="r"><set-status code="401" /></return-response>', 401],
    ['<return-response><set-header name="a" /><set-status code=" 401 " reason="r" /></return-response>', 401],
    ['<return-response><set-status code="{{denied}}" /></return-response>', 403],
    ['<return-response><set-status code="{{secret}}" /></return-response>', undefined],
    ['<return-response><set-status code="{{unknown}}" /></return-response>', undefined],
    ['<return-response><set-status code="@(403)" /></return-response>', undefined],
    ['<return-response><set-status code="4031" /></return-response>', undefined],
    ['<return-response><set-status code="1403" /></return-response>', undefined],
    ['<return-response><set-status code="603" /></return-response>', undefined],
    ["<return-response><set-status /></return-response>", undefined],
    ['<return-response><set-status code="200" /><set-status code="401" /></return-response>', undefined],
  ];
  for (const [text, status] of table)
    it(`${text}: ${status ?? "computed"}`, () =>
      expect(responseStatus(response(text), values)).to.equal(status));
});
