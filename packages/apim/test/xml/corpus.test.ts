import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readPolicyText } from "#src/xml/read-policy-text.js";

interface Expected {
  readonly findings: readonly { readonly code: string; readonly at: string; readonly element?: string }[];
}

const cases = fileURLToPath(new URL("../../test/corpus/cases/", import.meta.url));
const codes = new Set(["unreadable", "template", "commented-out", "double-encoded"]);
const policyFile = /\.(xml|tpl|tftpl|cshtml)$/;

function findingsIn(input: string): readonly { readonly code: string; readonly at: string }[] {
  const files = readdirSync(input, { recursive: true, encoding: "utf8" }).filter((file) =>
    policyFile.test(file),
  );
  return files.flatMap((file) => {
    const read = readPolicyText(readFileSync(join(input, file), "utf8"));
    if ("reason" in read) return [{ code: read.reason, at: file }];
    return [
      ...read.commented.map(({ name, line }) => ({
        code: "commented-out",
        at: `${file}:${line}`,
        element: name,
      })),
      ...read.doubleEncoded.map(({ line }) => ({ code: "double-encoded", at: `${file}:${line}` })),
    ];
  });
}

describe("policy documents of the corpus", () => {
  for (const id of readdirSync(cases))
    it(`${id}: what is read, and what is found while reading, is as its report says`, () => {
      const { findings } = JSON.parse(readFileSync(join(cases, id, "expected.json"), "utf8")) as Expected;
      const expected = findings
        .filter(({ code }) => codes.has(code))
        .filter(({ at }) => policyFile.test(at.replace(/:\d+$/, "")))
        .map(({ code, at, element }) => ({
          code,
          // Of what cannot be read the line is free.
          at: code === "unreadable" || code === "template" ? at.replace(/:\d+$/, "") : at,
          ...(element !== undefined && { element }),
        }));
      expect(findingsIn(join(cases, id, "input"))).to.deep.equal(expected);
    });
});
