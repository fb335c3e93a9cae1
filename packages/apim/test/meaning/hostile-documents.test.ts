import { expect } from "chai";
import { interpret } from "#src/meaning/interpret.js";
import { assembleReport } from "#src/assemble-report.js";
import { apiOf, configurationOf, documentOf, productOf } from "./support/configuration.js";

/** Just below the size that a document may have. */
const SIZE = 1024 * 1024 - 20_000;
const limit = '<rate-limit calls="1" renewal-period="1"/>';
const whenGet = `<when condition='@(context.Request.Method=="GET")'>`;
const many = (text: string, size = SIZE): string => text.repeat(Math.floor(size / text.length));
const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + many(limit, SIZE - depth * (open.length + close.length)) + close.repeat(depth);

describe("documents that make work", () => {
  const table: Readonly<Record<string, string>> = {
    "rules on one line": many(limit),
    "base many times": many("<base/>"),
    "unknown elements": many("<aa/>"),
    "includes of a fragment that is not there": many('<include-fragment fragment-id="f"/>'),
    "changes of a header": many('<set-header name="a"/>'),
    "branches with rules": `<choose>${many(`${whenGet}${limit}</when>`)}</choose>`,
    "branches with denials": `<choose>${many(`${whenGet}<return-response><set-status code="403"/></return-response></when>`)}</choose>`,
    "rules deep in wait": nested("<wait>", "</wait>", 190),
    "rules deep in retry": nested("<retry>", "</retry>", 190),
    "rules deep in branches": nested(`<choose>${whenGet}`, "</when></choose>", 90),
    "rules deep in an element that has none": nested("<trace>", "</trace>", 190),
    "answers behind each other": many("<return-response/>"),
  };
  for (const [name, inner] of Object.entries(table))
    it(`${name}: reported within seconds`, () => {
      const configuration = configurationOf({
        products: [productOf("p")],
        apis: [apiOf("x", { products: ["p"] })],
        documents: [
          documentOf(
            "global",
            `<policies><inbound>${limit.replace("rate-limit", "check-header")}</inbound></policies>`,
          ),
          documentOf("api:x", `<policies><inbound>${inner}</inbound></policies>`),
        ],
      });
      const start = performance.now();
      const report = assembleReport(configuration, interpret(configuration), {
        accept: [],
        strict: false,
        today: "2030-01-01",
      });
      expect(JSON.stringify(report).length).to.be.below(64 * 1024 * 1024);
      expect(performance.now() - start).to.be.below(10_000);
    }).timeout(20_000);
});
