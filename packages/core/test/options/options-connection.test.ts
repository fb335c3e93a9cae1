import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { checkHeaderForm, checkHeaderProblems } from "#src/options/check-header.js";
import {
  clientCertificateForm,
  clientCertificateProblems,
  fileClientCertificateForm,
} from "#src/options/client-certificate.js";
import {
  clientCertificatesForms,
  clientCertificatesProblems,
  type ClientCertificatesOptions,
} from "#src/options/client-certificates.js";
import { formProblems } from "#src/options/form-problems.js";
import { object, type Form } from "#src/options/forms.js";
import { ipFilterForm, ipFilterProblems } from "#src/options/ip-filter.js";

type Problems = readonly { readonly path: string; readonly message: string; readonly fix: string }[];
/** What is wrong with the form of `x`, else with what it says. */
const found = (form: Form, given: unknown, check: (path: string) => Problems): string[] => {
  const { problems } = formProblems({ x: given }, object<{ x: unknown }>({ x: form }));
  const all = problems.length > 0 ? problems : check("x");
  for (const { fix } of all) expect(fix).to.match(/^(write|remove|did|name|let|use)/);
  return all.map(({ path, message }) => `${path}: ${message}`);
};

describe("options: address filters that do not start", () => {
  const filter = (given: unknown) =>
    found(ipFilterForm, given, (path) =>
      ipFilterProblems(path, given as Parameters<typeof ipFilterProblems>[1]),
    );
  const addresses = (...list: unknown[]) => filter({ action: "allow", addresses: list });
  const range = (from: unknown, to: unknown) => filter({ action: "forbid", addressRanges: [{ from, to }] });

  it("right ones do", () => {
    expect(
      addresses("192.0.2.1", "10.0.0.0/8", "2001:db8::/32", "0.0.0.0/0", "::/0", "::ffff:192.0.2.1"),
    ).to.deep.equal([]);
    expect(addresses("::ffff:10.0.0.0/104", "192.0.2.1/32", "2001:DB8::1/128")).to.deep.equal([]);
    expect(range("10.0.0.1", "10.0.0.1")).to.deep.equal([]);
    expect(range("::ffff:10.0.0.1", "10.0.0.9")).to.deep.equal([]);
    expect(range("2001:db8::1", "2001:db8::ffff")).to.deep.equal([]);
  });

  const unreadable = [
    "",
    "x",
    "10.0.0",
    "010.0.0.1",
    "10.0.0.1:80",
    "[::1]",
    "fe80::1%eth0",
    " 10.0.0.1",
    "10.0.0.1-10.0.0.9",
    "localhost",
  ];
  for (const text of unreadable)
    it(`${JSON.stringify(text)} is no address`, () =>
      expect(addresses(text)[0]).to.match(/^x\.addresses\[0\]: (is not an IP address|is empty)$/));
  const rows: readonly (readonly [name: string, problems: () => string[], expected: string])[] = [
    ["no action", () => filter({ addresses: ["10.0.0.1"] }), "x.action: is missing"],
    ["another action", () => filter({ action: "deny", addresses: ["10.0.0.1"] }), 'x.action: is "deny"'],
    ["no list", () => filter({ action: "allow" }), "x.addresses: is missing"],
    ["an empty list", () => filter({ action: "allow", addresses: [] }), "x.addresses: is empty"],
    [
      "an empty list of ranges",
      () => filter({ action: "allow", addressRanges: [] }),
      "x.addressRanges: is empty",
    ],
    ["a long prefix", () => addresses("10.0.0.0/33"), "x.addresses[0]: is not a network"],
    ["a long prefix of IPv6", () => addresses("::/129"), "x.addresses[0]: is not a network"],
    ["no prefix", () => addresses("10.0.0.0/"), "x.addresses[0]: is not a network"],
    ["a mask", () => addresses("10.0.0.0/255.0.0.0"), "x.addresses[0]: is not a network"],
    ["a prefix with zeros", () => addresses("10.0.0.0/08"), "x.addresses[0]: is not a network"],
    [
      "an address within a network",
      () => addresses("10.1.2.3/8"),
      "x.addresses[0]: is an address within a network",
    ],
    ["the same of IPv6", () => addresses("2001:db8::1/32"), "x.addresses[0]: is an address within a network"],
    [
      "a mapped network that is too short",
      () => addresses("::ffff:0.0.0.0/95"),
      "x.addresses[0]: is a network of mapped IPv4 addresses, shorter than 96 bits",
    ],
    ["a reversed range", () => range("10.0.0.9", "10.0.0.1"), "x.addressRanges[0]: ends before it begins"],
    ["a reversed range of IPv6", () => range("::2", "::1"), "x.addressRanges[0]: ends before it begins"],
    ["two families", () => range("10.0.0.1", "::1"), "x.addressRanges[0]: mixes IPv4 and IPv6"],
    [
      "an unreadable beginning",
      () => range("10.0.0", "10.0.0.9"),
      "x.addressRanges[0].from: is not an IP address",
    ],
    [
      "an unreadable end",
      () => range("10.0.0.1", "10.0.0.0/8"),
      "x.addressRanges[0].to: is not an IP address",
    ],
    ["no end", () => range("10.0.0.1", undefined), "x.addressRanges[0].to: is missing"],
    [
      "an unknown member",
      () => filter({ action: "allow", adresses: ["10.0.0.1"] }),
      "x.adresses: is not an option",
    ],
    [
      "10,001 addresses",
      () => addresses(...Array.from({ length: 10_001 }, () => "10.0.0.1")),
      "x.addresses: has 10001 entries",
    ],
  ];
  for (const [name, problems, expected] of rows) it(name, () => expect(problems()).to.include(expected));

  it("all of them together", () => {
    expect(addresses("x", "10.0.0.0/99", "10.0.0.1")).to.deep.equal([
      "x.addresses[0]: is not an IP address",
      "x.addresses[1]: is not a network",
    ]);
  });
});

describe("options: header checks that do not start", () => {
  const good = { name: "X-A", failedCheckHttpCode: 401, failedCheckErrorMessage: "No", ignoreCase: false };
  const checks = (given: unknown) =>
    found(checkHeaderForm, given, (path) =>
      checkHeaderProblems(path, given as Parameters<typeof checkHeaderProblems>[1]),
    );
  const one = (more: object) => checks([{ ...good, ...more }]);

  it("right ones do", () => {
    expect(one({})).to.deep.equal([]);
    expect(one({ name: "content-type", values: ["a b", "é"], failedCheckHttpCode: 599 })).to.deep.equal([]);
  });
  const rows: readonly (readonly [name: string, problems: () => string[], expected: string])[] = [
    ["an empty list", () => checks([]), "x: is empty"],
    ["no list", () => checks(good), "x: is an object"],
    ["a name that is no token", () => one({ name: "X A" }), "x[0].name: is not a header name"],
    ["a pseudo-header", () => one({ name: ":authority" }), "x[0].name: is not a header name"],
    ["no name", () => one({ name: "" }), "x[0].name: is empty"],
    ["a status below 400", () => one({ failedCheckHttpCode: 399 }), "x[0].failedCheckHttpCode: is 399"],
    ["a status above 599", () => one({ failedCheckHttpCode: 600 }), "x[0].failedCheckHttpCode: is 600"],
    ["a broken status", () => one({ failedCheckHttpCode: 401.5 }), "x[0].failedCheckHttpCode: is 401.5"],
    ["no text", () => one({ failedCheckErrorMessage: " " }), "x[0].failedCheckErrorMessage: is empty"],
    ["no ignoreCase", () => one({ ignoreCase: undefined }), "x[0].ignoreCase: is missing"],
    ["no values", () => one({ values: [] }), "x[0].values: is empty"],
    ["an empty value", () => one({ values: ["a", ""] }), "x[0].values[1]: is empty"],
    [
      "a space at the end",
      () => one({ values: ["a "] }),
      "x[0].values[0]: cannot be the value of a header field",
    ],
    ["a line end", () => one({ values: ["a\nb"] }), "x[0].values[0]: cannot be the value of a header field"],
  ];
  for (const [name, problems, expected] of rows) it(name, () => expect(problems()).to.include(expected));
});

const root = makeCertificate({ subject: "root", authority: true });
const leaf = makeCertificate({ subject: "leaf", issuer: root });
const THUMBPRINT = leaf.certificate.fingerprint;

describe("options: sources of client certificates that do not start", () => {
  const source = (clientCertificates: unknown) => {
    const options = { clientCertificates } as ClientCertificatesOptions;
    const { problems, wrong } = formProblems(
      options,
      object<ClientCertificatesOptions>(clientCertificatesForms),
    );
    const all = [...problems, ...clientCertificatesProblems({ options, wrong })];
    for (const { fix } of all) expect(fix).to.match(/^(write|remove|did|name|let|use)/);
    return all.map(({ path, message }) => `${path}: ${message}`);
  };
  const from = { header: "Client-Cert", format: "rfc9440", proxies: ["10.0.0.4"] };
  const forwarded = (more: object) => source({ from: { ...from, ...more } });
  const at = "clientCertificates";

  it("right ones do", () => {
    expect(source(undefined)).to.deep.equal([]);
    expect(source({})).to.deep.equal([]);
    expect(source({ authorities: [root.pem, `${root.pem}\n${root.pem}`], from: "connection" })).to.deep.equal(
      [],
    );
    expect(forwarded({ chainHeader: "Client-Cert-Chain", proxies: ["10.0.0.0/24", "::1"] })).to.deep.equal(
      [],
    );
  });
  const constrained = makeCertificate({
    subject: "c",
    authority: true,
    extensions: [{ id: "2.5.29.30", critical: true, value: Buffer.from("3000", "hex") }],
  });
  const forServers = makeCertificate({ subject: "s", authority: true, purposes: ["serverAuth"] });
  const rows: readonly (readonly [name: string, problems: () => string[], expected: string])[] = [
    ["an empty list", () => source({ authorities: [] }), `${at}.authorities: is empty`],
    ["a text", () => source({ authorities: ["x"] }), `${at}.authorities[0]: is not a certificate in PEM`],
    [
      "a key",
      () => source({ authorities: [leaf.privateKey] }),
      `${at}.authorities[0]: is not a certificate in PEM`,
    ],
    [
      "a key beside the certificate",
      () => source({ authorities: [root.pem + root.privateKey] }),
      `${at}.authorities[0]: is not a certificate in PEM`,
    ],
    [
      "a certificate that may not issue",
      () => source({ authorities: [root.pem, leaf.pem] }),
      `${at}.authorities[1]: is a certificate that may not issue others`,
    ],
    [
      "one for servers",
      () => source({ authorities: [forServers.pem] }),
      `${at}.authorities[0]: is an authority that may not issue client certificates`,
    ],
    [
      "one with constraints",
      () => source({ authorities: [constrained.pem] }),
      `${at}.authorities[0]: is an authority with constraints that are not evaluated here`,
    ],
    [
      "101 certificates",
      () => source({ authorities: Array(101).fill(root.pem) }),
      `${at}.authorities: has 101 certificates`,
    ],
    ["another source", () => source({ from: "header" }), `${at}.from: is a string`],
    ["no proxies", () => forwarded({ proxies: undefined }), `${at}.from.proxies: is missing`],
    ["an empty list of proxies", () => forwarded({ proxies: [] }), `${at}.from.proxies: is empty`],
    [
      "an unreadable proxy",
      () => forwarded({ proxies: ["proxy"] }),
      `${at}.from.proxies[0]: is not an IP address`,
    ],
    [
      "every address",
      () => forwarded({ proxies: ["10.0.0.4", "::/0"] }),
      `${at}.from.proxies[1]: is every address`,
    ],
    [
      "every IPv4 address",
      () => forwarded({ proxies: ["0.0.0.0/0"] }),
      `${at}.from.proxies[0]: is every address`,
    ],
    ["another format", () => forwarded({ format: "pem" }), `${at}.from.format: is "pem"`],
    ["no header", () => forwarded({ header: undefined }), `${at}.from.header: is missing`],
    [
      "a name that is no token",
      () => forwarded({ header: "a b" }),
      `${at}.from.header: is not a header name`,
    ],
    [
      "the same for the chain",
      () => forwarded({ chainHeader: "a b" }),
      `${at}.from.chainHeader: is not a header name`,
    ],
    [
      "one field for both",
      () => forwarded({ chainHeader: "client-cert" }),
      `${at}.from.chainHeader: is the header of the certificate itself`,
    ],
    [
      "a chain beside Envoy's",
      () => forwarded({ format: "xfcc", chainHeader: "a" }),
      `${at}.from.chainHeader: has no effect`,
    ],
  ];
  for (const [name, problems, expected] of rows) it(name, () => expect(problems()).to.include(expected));
});

describe("options: certificate policies that do not start", () => {
  const trusting: ClientCertificatesOptions = { clientCertificates: { authorities: [root.pem] } };
  const inHeader: ClientCertificatesOptions = {
    clientCertificates: { from: { header: "a", format: "base64", proxies: ["10.0.0.4"] } },
  };
  const policy = (given: object, surroundings: ClientCertificatesOptions | "in a file" = trusting) =>
    found(surroundings === "in a file" ? fileClientCertificateForm : clientCertificateForm, given, (path) =>
      clientCertificateProblems(path, given, surroundings),
    );
  const identity = (given: object) => policy({ identities: [given] });
  const names = [{ commonName: "a" }];
  const pinned = [
    { thumbprint: THUMBPRINT },
    { issuerThumbprint: THUMBPRINT },
    { issuerCertificate: root.pem },
  ];

  it("right ones do", () => {
    expect(policy({})).to.deep.equal([]);
    expect(policy({ identities: names })).to.deep.equal([]);
    expect(policy({ isRevoked: () => false, ignoreError: true, validateNotAfter: false })).to.deep.equal([]);
    expect(policy({ validateTrust: false, identities: pinned }, {})).to.deep.equal([]);
    expect(policy({ validateTrust: false, identities: pinned }, inHeader)).to.deep.equal([]);
    expect(policy({ validateTrust: false, acceptForgeable: true, identities: names }, {})).to.deep.equal([]);
    // The TLS server decides about trust.
    expect(policy({ identities: pinned }, {})).to.deep.equal([]);
    // What other options say is not known here.
    expect(policy({}, "in a file")).to.deep.equal([]);
  });
  const forgeable = "x.validateTrust: is false, and any caller can make a certificate that passes";
  const untrusting = "x: demands a certificate with neither authorities nor a thumbprint";
  const rows: readonly (readonly [name: string, problems: () => string[], expected: string])[] = [
    ["names without trust", () => policy({ validateTrust: false, identities: names }), forgeable],
    [
      "one name among thumbprints",
      () => policy({ validateTrust: false, identities: [...pinned, ...names] }),
      forgeable,
    ],
    ["any certificate without trust", () => policy({ validateTrust: false }), forgeable],
    ["the same in a file", () => policy({ validateTrust: false, identities: names }, "in a file"), forgeable],
    [
      "acceptForgeable beside trust",
      () => policy({ acceptForgeable: true }),
      "x.acceptForgeable: has no effect while trust is validated",
    ],
    ["acceptForgeable: false", () => policy({ acceptForgeable: false }), "x.acceptForgeable: is a boolean"],
    ["no authorities", () => policy({}, {}), untrusting],
    ["names and no authorities", () => policy({ identities: names }, {}), untrusting],
    [
      "a header and no authorities",
      () => policy({ identities: pinned }, inHeader),
      "x: demands a trusted certificate, and the options name no authorities to judge one from a header",
    ],
    ["an empty list of identities", () => policy({ identities: [] }), "x.identities: is empty"],
    ["an empty identity", () => identity({}), "x.identities[0]: names nothing"],
    [
      "an identity that came out undefined",
      () => identity({ thumbprint: undefined }),
      "x.identities[0]: names nothing",
    ],
    [
      "a short thumbprint",
      () => identity({ thumbprint: "ab12" }),
      "x.identities[0].thumbprint: is not a thumbprint",
    ],
    [
      "a thumbprint in base64",
      () => identity({ thumbprint: "g".repeat(40) }),
      "x.identities[0].thumbprint: is not a thumbprint",
    ],
    [
      "the issuer's",
      () => identity({ issuerThumbprint: "ab12" }),
      "x.identities[0].issuerThumbprint: is not a thumbprint",
    ],
    [
      "a decimal serial number",
      () => identity({ serialNumber: "12x" }),
      "x.identities[0].serialNumber: is not a serial number",
    ],
    [
      "a subject without names",
      () => identity({ subject: "contoso" }),
      "x.identities[0].subject: is not a distinguished name",
    ],
    [
      "the issuer's subject",
      () => identity({ issuerSubject: "CN=a," }),
      "x.identities[0].issuerSubject: is not a distinguished name",
    ],
    [
      "a DNS name that begins with a dot",
      () => identity({ dnsName: ".contoso.example" }),
      "x.identities[0].dnsName: is not a DNS name",
    ],
    [
      "a DNS name with a space",
      () => identity({ dnsName: "a b" }),
      "x.identities[0].dnsName: is not a DNS name",
    ],
    [
      "no issuer",
      () => identity({ issuerCertificate: "x" }),
      "x.identities[0].issuerCertificate: is not the certificate of an authority in PEM",
    ],
    [
      "an issuer that may not issue",
      () => identity({ issuerCertificate: leaf.pem }),
      "x.identities[0].issuerCertificate: is not the certificate of an authority in PEM",
    ],
    [
      "a function in a file",
      () => policy({ isRevoked: () => false }, "in a file"),
      "x.isRevoked: is not an option",
    ],
    [
      "PEM in a file",
      () => policy({ identities: [{ issuerCertificate: root.pem }] }, "in a file"),
      "x.identities[0].issuerCertificate: is not an option",
    ],
    ["isRevoked as a text", () => policy({ isRevoked: "no" }), "x.isRevoked: is a string"],
  ];
  for (const [name, problems, expected] of rows) it(name, () => expect(problems()).to.include(expected));
});
