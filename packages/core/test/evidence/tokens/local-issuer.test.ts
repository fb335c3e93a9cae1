import type { Entra } from "@product-auth/emulator";
import { createProductAuth } from "#src/index.js";
import { expect } from "chai";
import { authFor, startIssuer } from "./issued.js";

// Core does not read the environment: an emulator that is trusted in production must be seen without it.
describe("ready() and an issuer on this machine", () => {
  let entra: Entra;
  before(async () => void (entra = await startIssuer()));
  after(() => entra.close());

  /** Codes and texts of the warnings while `act` ran. */
  async function warned(act: () => Promise<unknown>): Promise<string[]> {
    const warnings: string[] = [];
    const hear = (warning: Error & { code?: string }) =>
      void warnings.push(`${warning.code} ${warning.message}`);
    const printers = process.listeners("warning");
    process.removeAllListeners("warning").on("warning", hear); // Node would print it
    try {
      await act();
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off("warning", hear);
      for (const printer of printers) process.on("warning", printer);
    }
    return warnings;
  }

  it("warns, once for an instance and not for each of its documents", async () => {
    const auth = authFor(entra);
    expect(await warned(() => auth.ready())).to.deep.equal([
      `PRODUCT_AUTH_LOCAL_ISSUER Tokens of ${entra.origin} are trusted, an issuer on this machine: for development and tests only`,
    ]);
    expect(await warned(() => auth.ready())).to.deep.equal([]);
  });
  it("not before, so that tests are quiet", async () =>
    expect(await warned(async () => authFor(entra))).to.deep.equal([]));
  it("not of an issuer elsewhere, reachable or not", async () => {
    const products = { one: { audience: "api://one", role: "Call" } };
    const auth = createProductAuth({
      products,
      issuers: [{ issuer: "https://login.example", jwksUri: "https://login.example/keys" }],
      fetch: () => Promise.reject(new Error("localhost")),
    });
    expect(await warned(() => auth.ready().catch(() => undefined))).to.deep.equal([]);
  });
});
