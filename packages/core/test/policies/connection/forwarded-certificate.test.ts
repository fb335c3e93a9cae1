import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { readForwarded, type CertificateFormat } from "#src/policies/connection/forwarded-certificate.js";

const root = makeCertificate({ subject: "root", authority: true });
const inter = makeCertificate({ subject: "inter", issuer: root, authority: true });
const leaf = makeCertificate({ subject: "leaf", issuer: inter });
const base64 = leaf.certificate.raw.toString("base64");
const chain64 = [inter, root].map(({ certificate }) => certificate.raw.toString("base64"));
const escaped = encodeURIComponent(leaf.pem);
const escapedChain = encodeURIComponent(inter.pem + root.pem);

const read = (format: CertificateFormat, text: string, chain?: string): string | undefined => {
  const found = readForwarded(format, text, chain);
  return found && [found.certificate, ...found.sent].map(({ subject }) => subject.slice(3)).join(" ");
};

describe("a forwarded client certificate", () => {
  const good: readonly (readonly [name: string, ...args: Parameters<typeof read>, expected: string])[] = [
    ["base64", "base64", base64, undefined, "leaf"],
    ["base64 with a chain", "base64", base64, chain64.join(","), "leaf inter root"],
    ["base64 with a chain and spaces", "base64", base64, chain64.join(" , "), "leaf inter root"],
    ["RFC 9440", "rfc9440", `:${base64}:`, undefined, "leaf"],
    [
      "RFC 9440 with a chain",
      "rfc9440",
      `:${base64}:`,
      chain64.map((one) => `:${one}:`).join(", "),
      "leaf inter root",
    ],
    ["escaped PEM", "escaped-pem", escaped, undefined, "leaf"],
    // AWS escapes neither `+` nor `/` nor `=`.
    ["escaped PEM with plain base64", "escaped-pem", encodeURI(leaf.pem), undefined, "leaf"],
    [
      "escaped PEM without a last line end",
      "escaped-pem",
      encodeURIComponent(leaf.pem.trim()),
      undefined,
      "leaf",
    ],
    [
      "escaped PEM with CRLF",
      "escaped-pem",
      encodeURIComponent(leaf.pem.replaceAll("\n", "\r\n")),
      undefined,
      "leaf",
    ],
    ["escaped PEM with a chain", "escaped-pem", escaped, escapedChain, "leaf inter root"],
    ["Envoy", "xfcc", `By=spiffe://a;Hash=ab;Cert="${escaped}"`, undefined, "leaf"],
    [
      "Envoy with names",
      "xfcc",
      `Hash=ab;Subject="O=\\"a, b\\";x";URI=;DNS=a;DNS=b;Cert="${escaped}"`,
      undefined,
      "leaf",
    ],
    ["Envoy with spaces", "xfcc", `Hash=ab; Cert ="${escaped}"`, undefined, "leaf"],
    ["Envoy, not quoted", "xfcc", `Cert=${escaped};Hash=ab`, undefined, "leaf"],
    [
      "Envoy with a chain",
      "xfcc",
      `Cert="${escaped}";Chain="${escaped}${escapedChain}"`,
      undefined,
      "leaf inter root",
    ],
  ];
  for (const [name, format, text, chain, expected] of good)
    it(`reads ${name}`, () => expect(read(format, text, chain)).to.equal(expected));

  const pem = leaf.pem.trim();
  const bad: readonly (readonly [name: string, ...args: Parameters<typeof read>])[] = [
    ["base64 of something else", "base64", "bm90IGEgY2VydGlmaWNhdGU="],
    ["base64 of PEM", "base64", Buffer.from(leaf.pem).toString("base64")],
    ["two certificates in base64", "base64", `${base64},${chain64[0]}`],
    [
      "certificates after one another",
      "base64",
      Buffer.concat([leaf, root].map((c) => c.certificate.raw)).toString("base64"),
    ],
    [
      "a certificate and one byte",
      "base64",
      Buffer.concat([leaf.certificate.raw, Buffer.from([0])]).toString("base64"),
    ],
    ["a certificate cut short", "base64", leaf.certificate.raw.subarray(0, -1).toString("base64")],
    ["base64url", "base64", leaf.certificate.raw.toString("base64url")],
    ["spaces within", "base64", `${base64.slice(0, 40)} ${base64.slice(40)}`],
    ["rubbish after the padding", "base64", `${base64}====`],
    ["PEM", "base64", pem.replaceAll("\n", "")],
    ["zeros", "base64", "A".repeat(14_000)],
    ["a chain with a wrong item", "base64", base64, `${chain64[0]},AAAA`],
    ["an empty item", "base64", base64, `${chain64[0]},`],
    ["nine items", "base64", base64, Array(9).fill(chain64[0]).join()],
    ["RFC 9440 without colons", "rfc9440", base64],
    ["RFC 9440 with one colon", "rfc9440", `:${base64}`],
    ["RFC 9440 empty", "rfc9440", "::"],
    ["RFC 9440, one colon only", "rfc9440", ":"],
    ["RFC 9440 between other characters", "rfc9440", `x${base64}x`],
    ["RFC 9440 without the first colon", "rfc9440", `x${base64}:`],
    ["RFC 9440 without the last colon", "rfc9440", `:${base64}x`],
    ["RFC 9440 with a parameter", "rfc9440", `:${base64}:;a=1`],
    ["RFC 9440, a list", "rfc9440", `:${base64}:, :${base64}:`],
    ["escaped PEM with a wrong escape", "escaped-pem", `${escaped}%zz`],
    ["escaped PEM with wrong UTF-8", "escaped-pem", `${escaped}%ff`],
    ["two certificates in PEM", "escaped-pem", encodeURIComponent(leaf.pem + root.pem)],
    ["text before PEM", "escaped-pem", encodeURIComponent(`subject=x\n${leaf.pem}`)],
    ["text after PEM", "escaped-pem", encodeURIComponent(`${leaf.pem}x`)],
    ["a key", "escaped-pem", encodeURIComponent(leaf.privateKey)],
    ["PEM without an end", "escaped-pem", encodeURIComponent(pem.slice(0, -10))],
    ["PEM escaped twice", "escaped-pem", encodeURIComponent(escaped)],
    ["base64 as PEM", "escaped-pem", base64],
    ["Envoy without Cert", "xfcc", "By=a;Hash=b"],
    ["Envoy with two elements", "xfcc", `Cert="${escaped}",Cert="${escaped}"`],
    ["Envoy after an element of the caller", "xfcc", `Hash=a,Cert="${escaped}"`],
    ["Envoy before another element", "xfcc", `Cert="${escaped}",Hash=a`],
    ["Envoy with Cert twice", "xfcc", `Cert="${escaped}";Cert="${escaped}"`],
    ["Envoy with cert in two cases", "xfcc", `Cert="${escaped}";cert="${escaped}"`],
    ["Envoy with Chain twice", "xfcc", `Cert="${escaped}";Chain="${escaped}";Chain="${escaped}"`],
    ["Envoy with text after a quotation", "xfcc", `Cert="${escaped}"x`],
    ["Envoy with an open quotation", "xfcc", `Hash=a;Cert="${escaped}`],
    ["Envoy with a wrong chain", "xfcc", `Cert="${escaped}";Chain="x"`],
    ["Envoy with text only", "xfcc", "x"],
    ["Envoy with text at the end", "xfcc", `Cert="${escaped}";x`],
    ["Envoy with a wrong escape", "xfcc", `Cert="${escaped}%zz"`],
    ["Envoy with a wrong escape in the chain", "xfcc", `Cert="${escaped}";Chain="%zz"`],
    ["Envoy with an open quotation after Cert", "xfcc", `Cert="${escaped}";Hash="x`],
    ["Envoy with two elements that are not quoted", "xfcc", `Hash=a,By=b;Cert="${escaped}"`],
    ["nothing, Envoy", "xfcc", ""],
  ];
  for (const [name, format, text, chain] of bad)
    it(`does not read ${name}`, () => expect(read(format, text, chain)).to.equal(undefined));

  it("takes a time that grows with the length only", () => {
    const start = performance.now();
    for (const piece of ["a=b;", '="', "\\", "%41", ":", ",", "A", "-----BEGIN CERTIFICATE-----", "=", " "])
      for (const format of ["base64", "escaped-pem", "rfc9440", "xfcc"] as const)
        for (const text of [
          piece.repeat(16_384 / piece.length),
          `Cert="${piece.repeat(16_000 / piece.length)}"`,
        ])
          read(format, text, text);
    expect(performance.now() - start).to.be.below(2_000);
  });
});
