import { expect } from "chai";
import { makeCertificate } from "@product-auth/testkit/certificates";
import fc from "fast-check";
import { nameKey, readName, writeName } from "#src/policies/connection/distinguished-name.js";

describe("distinguished names", () => {
  const equal: readonly (readonly [one: string, other: string])[] = [
    ["C=US, O=Contoso", "c=US,o=Contoso"],
    ["C=US, O=Contoso", "C=US\nO=Contoso"],
    ["C=US, O=Contoso", "C=US;O=Contoso"],
    ["C=US, O=Contoso", " C = US , O = Contoso "],
    ['O="Contoso, Inc."', "O=Contoso\\, Inc."],
    ['O="Contoso, Inc."', "O=Contoso\\2C Inc."],
    ['O="say ""hi"""', 'O=say \\"hi\\"'],
    ['O="say \\"hi\\""', 'O=say \\"hi\\"'],
    ["S=Illinois, E=a@contoso.example", "ST=Illinois, emailAddress=a@contoso.example"],
    ["OID.1.2.3.4.5=x", "1.2.3.4.5=x"],
    ["CN=a + OU=b", "OU=b+CN=a"],
    ["CN=Zo\\C3\\AB", "CN=Zoë"],
    ["CN=a\\ ", 'CN="a "'],
    ["CN=a\\\\b", 'CN="a\\b"'],
    ["CN=a\\", 'CN="a\\\\"'],
    ["CN=", 'CN=""'],
  ];
  for (const [one, other] of equal)
    it(`${JSON.stringify(one)} equals ${JSON.stringify(other)}`, () =>
      expect(nameKey(readName(one)!)).to.equal(nameKey(readName(other)!)));

  const different: readonly (readonly [one: string, other: string])[] = [
    ["O=Contoso", "O=contoso"],
    ["C=US, O=Contoso", "O=Contoso, C=US"],
    ["O=Contoso, CN=a", "O=Contoso"],
    // One value that looks like two parts.
    ['O="Contoso, CN=a"', "O=Contoso, CN=a"],
    ["CN=a + OU=b", "CN=a, OU=b"],
    ["CN=a\\ ", "CN=a"],
    ["CN=a", "OU=a"],
  ];
  for (const [one, other] of different)
    it(`${JSON.stringify(one)} differs from ${JSON.stringify(other)}`, () =>
      expect(nameKey(readName(one)!)).not.to.equal(nameKey(readName(other)!)));

  it("compares in the reverse order as well", () => {
    const [one, other] = [readName("C=US, O=Contoso, CN=a")!, readName("CN=a, O=Contoso, C=US")!];
    expect(nameKey(one, "reverse")).to.equal(nameKey(other));
    expect(nameKey(one)).to.equal(nameKey(other, "reverse"));
  });

  for (const text of [
    "",
    "a",
    "=a",
    "CN=a,",
    "CN=a,,C=US",
    'CN="a',
    'CN="a"b',
    'CN="a"xC=US',
    "CN=a, b",
    "C N=a",
    "+CN=a",
    `${"A".repeat(200)}=a`,
  ])
    it(`${JSON.stringify(text.slice(0, 20))} is no name`, () => expect(readName(text)).to.equal(undefined));

  it("reads any text without an error, in linear time", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const name = readName(text);
        if (name !== undefined && nameKey(readName(writeName(name))!) !== nameKey(name))
          throw new Error("changed");
      }),
      { numRuns: 2_000, seed: 1 },
    );
    const start = performance.now();
    for (const piece of ["CN=a,", "\\,", '"', "\\41", " ", "="]) readName(`CN=${piece.repeat(20_000)}`);
    expect(performance.now() - start).to.be.below(2_000);
  });

  it("reads every value as OpenSSL writes it, and writes it so that it can be read again", () => {
    const values = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom("Contoso, Inc.", "a+b=c", '"', "\\", " a ", "#a", "a\nCN=b", "é☃"),
    );
    fc.assert(
      fc.property(values, values, (o, cn) => {
        if (/\p{Surrogate}/u.test(o + cn)) return;
        const { certificate } = makeCertificate({ subject: [[["O", o]], [["CN", cn]]] });
        const name = readName(certificate.subject);
        expect(name).to.deep.equal([[{ name: "O", value: o }], [{ name: "CN", value: cn }]]);
        expect(nameKey(readName(writeName(name!))!)).to.equal(nameKey(name!));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("reads names of parts up to 100 characters, wherever they stand", () => {
    const long = "A".repeat(100);
    expect(readName(`${long}=a`)).to.deep.equal([[{ name: long, value: "a" }]]);
    expect(readName(`CN=${"a".repeat(200)}, O=b`)).to.have.length(2);
    expect(readName(`${long}A=a`)).to.equal(undefined);
  });

  it("writes a name as the gateway does", () => {
    expect(writeName(readName("CN=a+OU=b,C=US")!)).to.equal("CN=a + OU=b, C=US");
    const name = readName('C=US, ST=Illinois, O="Contoso, Inc.", CN=client.contoso.example')!;
    expect(writeName(name)).to.equal('C=US, ST=Illinois, O="Contoso, Inc.", CN=client.contoso.example');
  });
});
