import { readFileSync } from "node:fs";
import { expect } from "chai";
import { report } from "@product-auth/routes/express";
import { createShop } from "./report.js";

const page = readFileSync(new URL("../report.md", import.meta.url), "utf8");
/** The text blocks of the page. */
const shown = [...page.matchAll(/^```text\n(.*?)^```$/gms)].map(([, text]) => text);

// #region test
describe("the API", () => {
  const { app, auth } = createShop();

  it("leaves no route open without saying so", () => {
    expect(report(app, auth).unprotected).to.deep.equal([]);
  });
});
// #endregion test

describe("the page about reports", () => {
  it("shows what a report says", () => {
    const { app, auth } = createShop(true);
    expect(shown[0]).to.equal(String(report(app, auth)));
    expect(report(app, auth).unprotected).to.deep.equal([
      {
        method: "GET",
        path: "/metrics",
        state: "unprotected",
        demands: "OPEN, WITHOUT SAYING SO",
        guards: [],
      },
    ]);
  });
});
