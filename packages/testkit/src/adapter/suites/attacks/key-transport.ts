import { expect } from "chai";
import { KEY } from "../../support/api.js";
import { rawRequest } from "../../support/raw-request.js";
import { badKey, noKey } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

export function keyTransport({ describe, it, attacked }: Suite): void {
  describe("where a subscription key may stand: in its header field, or else in the query", () => {
    const target = attacked();
    const raw = (lines: readonly string[], path: string) => rawRequest(target.api.port, path, ...lines);
    const q = (...values: string[]) =>
      `/batch?${values.map((value) => `subscription-key=${value}`).join("&")}`;

    for (const [name, lines, path, code, refusal] of [
      ["twice, the same", [`${KEY}: batch-key`, `${KEY}: batch-key`], "/batch", "key_repeated", badKey],
      ["twice, a good one last", [`${KEY}: x`, `${KEY}: batch-key`], "/batch", "key_repeated", badKey],
      ["twice, one empty", [`${KEY}:`, `${KEY}: batch-key`], "/batch", "key_repeated", badKey],
      ["two in one field", [`${KEY}: batch-key, batch-key`], "/batch", "key_unknown", badKey],
      ["in the query twice, the same", [], q("batch-key", "batch-key"), "key_repeated", badKey],
      ["in the query twice, a good one first", [], q("batch-key", "x"), "key_repeated", badKey],
      [
        "in the query twice, one name encoded",
        [],
        `${q("x")}&subscription%2Dkey=batch-key`,
        "key_repeated",
        badKey,
      ],
      [
        "a bad one in the field, a good one in the query",
        [`${KEY}: x`],
        q("batch-key"),
        "key_unknown",
        badKey,
      ],
      ["a list in the query", [], "/batch?subscription-key[]=batch-key", "key_missing", noKey],
      ["an element in the query", [], "/batch?subscription-key[0]=batch-key", "key_missing", noKey],
      ["a member in the query", [], "/batch?a[subscription-key]=batch-key", "key_missing", noKey],
      ["another case in the query", [], "/batch?Subscription-Key=batch-key", "key_missing", noKey],
      ["behind a semicolon in the query", [], "/batch?a=1;subscription-key=batch-key", "key_missing", noKey],
      ["in the path", [], "/batch/?subscription-key", "key_missing", noKey],
      ["in a cookie", ["cookie: subscription-key=batch-key"], "/batch", "key_missing", noKey],
      ["as a bearer token", ["authorization: Bearer batch-key"], "/batch", "key_missing", noKey],
      ["in X-Api-Key", ["x-api-key: batch-key"], "/batch", "key_missing", noKey],
      ["in capitals", [`${KEY}: BATCH-KEY`], "/batch", "key_unknown", badKey],
      ["in quotes", [`${KEY}: "batch-key"`], "/batch", "key_unknown", badKey],
      ["encoded in the field", [`${KEY}: batch%2Dkey`], "/batch", "key_unknown", badKey],
      ["encoded twice in the query", [], q("batch%252Dkey"), "key_unknown", badKey],
      ["with a space behind in the query", [], q("batch-key%20"), "key_unknown", badKey],
      ["with a NUL behind in the query", [], q("batch-key%00"), "key_unknown", badKey],
      ["__proto__", [`${KEY}: __proto__`], "/batch", "key_unknown", badKey],
      ["constructor in the query", [], q("constructor"), "key_unknown", badKey],
      ["of 257 characters", [`${KEY}: ${"k".repeat(257)}`], "/batch", "key_too_long", badKey],
    ] as const)
      it(`401 ${code}: ${name}`, () => target.refusesRequest(() => raw(lines, path), code, refusal));

    for (const [name, lines, path] of [
      ["in the field", [`${KEY}: batch-key`], "/batch"],
      ["in the field, its name in capitals", [`${KEY.toUpperCase()}: batch-key`], "/batch"],
      ["in the query", [], q("batch-key")],
      ["in the query, encoded", [], q("batch%2Dkey")],
      ["in both, the same", [`${KEY}: batch-key`], q("batch-key")],
      ["a good one in the field, a bad one in the query", [`${KEY}: batch-key`], q("x")],
      ["in the query, the field empty", [`${KEY}:`], q("batch-key")],
    ] as const)
      it(`200 ${name}`, async () => expect((await raw(lines, path)).status).to.equal(200));
  });

  describe("what Node refuses before anybody else sees it", () => {
    const target = attacked();
    for (const [name, lines] of [
      ["a NUL in a field", [`${KEY}: pro-key\0`]],
      ["a lone CR in a field", [`${KEY}: pro\r-key`]],
      ["a space before the colon", [`${KEY} : pro-key`]],
      ["a field folded over two lines", ["x: 1", ` ${KEY}: pro-key`]],
      ["a field without a name", [": pro-key"]],
      ["two lengths", ["content-length: 0", "content-length: 1", `${KEY}: pro-key`]],
      ["a length and chunks", ["content-length: 5", "transfer-encoding: chunked", `${KEY}: pro-key`]],
    ] as const)
      it(`400 ${name}`, async () => {
        expect((await rawRequest(target.api.port, "/pro", ...lines)).status).to.equal(400);
        expect(target.api.events).to.deep.equal([]);
      });
  });
}
