import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { readBase64, readCertificate, readPem } from "#src/policies/connection/read-certificate.js";

const one = makeCertificate({ subject: "one" });
const two = makeCertificate({ subject: "two" });
const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";
const subjects = (text: string, most = 2) => readPem(text, most)?.map(({ subject }) => subject);

describe("base64 of a certificate", () => {
  it("is read with and without padding", () => {
    for (const text of ["QUJD", "QUI=", "QQ==", "+/+/"])
      expect(readBase64(text)?.toString("base64"), text).to.equal(text);
  });
  for (const text of [
    "",
    "=",
    "QUJ",
    "QQ=",
    "Q===",
    "QUJDQ",
    "!!!!QUJD",
    "QUJD!!!!",
    "QUJD\n",
    "QUJ\n",
    "QQ==QUJD",
    "QU-_",
  ])
    it(`${JSON.stringify(text)} is none`, () => expect(readBase64(text)).to.equal(undefined));
});

describe("a certificate in DER", () => {
  const { raw } = one.certificate;
  it("is read when it is all of the bytes", () => {
    expect(readCertificate(raw)?.subject).to.equal("CN=one");
    for (const wrong of [
      ...[Buffer.alloc(0), raw.subarray(0, -1), Buffer.concat([raw, Buffer.alloc(1)])],
      ...[Buffer.from(one.pem), Buffer.alloc(100, 0x30)],
    ])
      expect(readCertificate(wrong)).to.equal(undefined);
  });
});

describe("certificates in PEM", () => {
  it("one or several, up to the number that is allowed, whatever stands between lines", () => {
    expect(subjects(one.pem)).to.deep.equal(["CN=one"]);
    expect(subjects(one.pem + two.pem)).to.deep.equal(["CN=one", "CN=two"]);
    expect(subjects(`\n \r\n${one.pem}\n\n${two.pem.replaceAll("\n", "\r\n")} \n`)).to.deep.equal([
      "CN=one",
      "CN=two",
    ]);
    expect(subjects(one.pem + two.pem, 1)).to.equal(undefined);
  });
  const body = one.pem.replace(BEGIN, "").replace(END, "").trim();
  const rows: readonly (readonly [what: string, text: string])[] = [
    ["nothing", ""],
    ["spaces", " \n"],
    ["another beginning of the same length", one.pem.replace(BEGIN, "-----BEGIN CERTIFICATE,----")],
    ["no beginning", `${body}\n${END}`],
    ["no end", `${BEGIN}\n${body}\n`],
    ["no end, and more", `${BEGIN}\n${body}x`],
    ["text before it", `x${one.pem}`],
    ["text between", `${one.pem}x${two.pem}`],
    ["text after it", `${one.pem}x`],
    ["no certificate", `${BEGIN}\nAAAA\n${END}`],
    ["no base64", `${BEGIN}\n?\n${END}`],
    ["a second that is none", `${one.pem}${BEGIN}\nAAAA\n${END}`],
  ];
  for (const [what, text] of rows) it(`${what}: none`, () => expect(readPem(text, 2)).to.equal(undefined));
});
