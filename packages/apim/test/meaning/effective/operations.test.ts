import { expect } from "chai";
import type { Meaning } from "#src/meaning/interpret.js";
import { apiOf, fragmentOf, inboundOf } from "../support/configuration.js";
import { check, base, include, of } from "./demanded.js";

describe("operations", () => {
  const lostCodes = (meaning: Meaning) =>
    meaning.findings.filter(({ severity }) => severity === "lost").map(({ code }) => code);
  const documents = [inboundOf("operation:x/o", check("a"))];

  it("without a known method are lost when they have rules", () => {
    const { findings } = of({ documents });
    expect(findings).to.deep.include({
      severity: "lost",
      code: "operation-unknown",
      at: "operation:x/o",
      text: "Its method and path are not in the input.",
      holds: ["api:x"],
    });
  });

  it("… and mentioned when they have none", () =>
    expect(
      of({ documents: [inboundOf("operation:x/o", base)] }).findings.map(({ severity, code }) => [
        severity,
        code,
      ]),
    ).to.deep.equal([["info", "operation-unknown"]]));

  it("… and lost when a fragment has them", () =>
    expect(
      lostCodes(of({ documents: [inboundOf("operation:x/o", include("f")), fragmentOf("f", check("a"))] })),
    ).to.deep.equal(["operation-unknown"]));

  it("… or when these are lost", () =>
    expect(lostCodes(of({ documents: [inboundOf("operation:x/o", "<validate-jwt />")] }))).to.include(
      "operation-unknown",
    ));

  it("with one are neither", () => {
    const apis = [apiOf("x", { operations: [{ name: "o", method: "GET", urlTemplate: "/" }] })];
    expect(of({ apis, products: [], documents }).findings).to.deep.equal([]);
  });

  it("with rules differ in APIs that are not plain HTTP", () => {
    const apis = [
      apiOf("x", { type: "graphql", operations: [{ name: "o", method: "GET", urlTemplate: "/" }] }),
    ];
    expect(of({ apis, products: [], documents }).findings.map(({ code, at }) => [code, at])).to.deep.equal([
      ["api-type", "x.json"],
    ]);
  });
});
