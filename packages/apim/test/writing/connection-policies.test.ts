import { expect } from "chai";
import { ofApi, api } from "./written-policies.js";

describe("a connection rule becomes a policy", () => {
  it("of header fields", () =>
    expect(
      api(
        '<check-header name="X-Front" failed-check-httpcode="400" failed-check-error-message="Id." ignore-case="true"><value>A</value></check-header>',
      )["checkHeader"],
    ).to.deep.equal([
      {
        ...{ name: "x-front", failedCheckHttpCode: 400, failedCheckErrorMessage: "Id.", ignoreCase: true },
        values: ["A"],
      },
    ]));
  it("of addresses; a second filter of a place is a rule beside the catalog", () => {
    const filter = (action: string, address: string) =>
      `<ip-filter action="${action}"><address>${address}</address><address-range from="192.0.2.4" to="192.0.2.8" /></ip-filter>`;
    const { catalog, rules } = ofApi(filter("allow", "192.0.2.1") + filter("forbid", "192.0.2.5"));
    expect(catalog["apis"]!["orders"]!["ipFilter"]).to.deep.equal({
      ...{ action: "allow", addresses: ["192.0.2.1"] },
      addressRanges: [{ from: "192.0.2.4", to: "192.0.2.8" }],
    });
    expect(rules).to.have.length(1);
    expect(rules[0]!["rule"]).to.deep.include({ kind: "ip", action: "forbid" });
  });
  it("of addresses with a status that is not the filter's, beside the catalog", () => {
    const { catalog, rules } = ofApi(
      '<choose><when condition="@(context.Request.IpAddress != "192.0.2.1")"><return-response><set-status code="401" /></return-response></when></choose>',
    );
    expect(catalog["apis"]!["orders"]).to.not.have.property("ipFilter");
    expect(rules[0]!["rule"]).to.deep.include({ kind: "ip", action: "allow", status: 401 });
  });
  it("of certificates by name, with authorities from the environment", () => {
    const { catalog, options } = ofApi(
      '<validate-client-certificate validate-revocation="false"><identities><identity common-name="a.example" issuer-subject="CN=CA" /></identities></validate-client-certificate>',
    );
    expect(catalog["apis"]!["orders"]!["clientCertificate"]).to.deep.equal({
      identities: [{ commonName: "a.example", issuerSubject: "CN=CA" }],
    });
    expect(options["clientCertificates"]).to.deep.equal({ authorities: ["${env:CLIENT_AUTHORITIES}"] });
  });
  it("of certificates by thumbprint, which a condition compares", () => {
    const { catalog, options } = ofApi(
      '<choose><when condition="@(context.Request.Certificate == null || context.Request.Certificate.Thumbprint != "0011223344556677889900AABBCCDDEEFF001122")"><return-response><set-status code="403" /></return-response></when></choose>',
    );
    expect(catalog["apis"]!["orders"]!["clientCertificate"]).to.deep.equal({
      identities: [{ thumbprint: "0011223344556677889900AABBCCDDEEFF001122" }],
      ...{ validateTrust: false, validateNotBefore: false, validateNotAfter: false },
    });
    expect(options).to.not.have.property("clientCertificates");
  });
});
