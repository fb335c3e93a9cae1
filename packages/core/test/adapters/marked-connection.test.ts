import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { markOfRequirement } from "#src/adapters/mark.js";
import { createProductAuth } from "#src/index.js";

const authority = makeCertificate({ subject: "root", authority: true });
const field = { name: "X-A", ignoreCase: false, failedCheckHttpCode: 418, failedCheckErrorMessage: "No" };
const { fingerprint: thumbprint } = authority.certificate;

describe("marks of policies about the connection", () => {
  it("name the kind, the place and what is demanded, in the order of the chain", () => {
    const auth = createProductAuth({
      products: {
        starter: { accepts: ["key"], ipFilter: { action: "forbid", addresses: ["192.0.2.1"] } },
        pro: {
          accepts: ["key"],
          clientCertificate: { validateTrust: false, identities: [{ thumbprint }], ignoreError: true },
        },
      },
      subscriptions: [],
      clientCertificates: { authorities: [authority.pem] },
      policies: {
        ipFilter: { action: "allow", addresses: ["192.0.2.0/24"] },
        checkHeader: [field, { ...field, name: "X-B" }],
        clientCertificate: {},
      },
    });
    const requirement = auth.requirement({ product: ["starter", "pro"] });
    const mark = markOfRequirement(auth, requirement);
    expect(mark.policies).to.deep.equal([
      { kind: "ipFilter", place: "global", index: 0, demands: "listed addresses" },
      { kind: "checkHeader", place: "global", index: 0, demands: "header X-A" },
      { kind: "checkHeader", place: "global", index: 1, demands: "header X-B" },
      { kind: "clientCertificate", place: "global", index: 0, demands: "any certificate" },
      { kind: "ipFilter", place: "product:starter", index: 0, demands: "no listed address" },
      {
        kind: "clientCertificate",
        place: "product:pro",
        index: 0,
        demands: "a listed certificate, trust not validated, only reported",
      },
    ]);
  });
});
