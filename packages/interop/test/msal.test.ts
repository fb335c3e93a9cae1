import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import type { MsalOrder, MsalOutcome } from "./programs/msal.js";
import { apiOptions } from "./support/api.js";
import { createClientCertificate } from "./support/client-certificate.js";
import { needed } from "./support/needed.js";
import { startTestEntra, welcome } from "./support/test-entra.js";
import { runTrusting, writeAuthority, type Authority } from "./support/trusting-process.js";

describe("@azure/msal-node", () => {
  let entra: Entra;
  let authority: Authority | undefined;
  let outcome: MsalOutcome;

  before(async function () {
    this.timeout(40_000);
    needed(this, "openssl", "version");
    const certificate = createClientCertificate();
    entra = await startTestEntra({ protocol: "https" }, [certificate.certificate]);
    authority = await writeAuthority(entra);
    const { appId: clientId, secret } = entra.clients["contoso"]!;
    const order: MsalOrder = { api: apiOptions(entra), clientId, secret, certificate };
    outcome = await runTrusting<MsalOutcome>("msal", authority, order);
  });

  after(async () => {
    await authority?.remove();
    await entra?.close();
  });

  it("gets a token with a secret, and the API admits it", () =>
    expect(outcome.secret).to.deep.equal(welcome(entra, "starter", "1")));

  it("gets a version 1 token from the version 2 endpoint, and the API admits it", () =>
    expect(outcome.classic).to.deep.equal(welcome(entra, "classic", "1")));

  it("gets a token with a certificate, and the API admits it", () =>
    expect(outcome.certificate).to.deep.equal(welcome(entra, "starter", "2")));

  it("finds both tokens in its cache when it asks again", () =>
    expect(outcome.fromCache).to.deep.equal([true, true]));

  it("understands the refusal of a wrong secret", () => {
    const { text, ...error } = outcome.wrongSecret;
    expect(error).to.deep.equal({ name: "ServerError", code: "invalid_client", number: "7000215" });
    expect(text).to.contain("AADSTS7000215: Invalid client secret provided.");
  });
});
