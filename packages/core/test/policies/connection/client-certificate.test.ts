import { X509Certificate } from "node:crypto";
import { makeCertificate, type MadeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { settleClientCertificate, type ClientCertificateOptions } from "#src/options/client-certificate.js";
import type { CertificateIdentity } from "#src/options/certificate-identity.js";
import { certificatePaths } from "#src/policies/connection/chain.js";
import { judgeCertificate } from "#src/policies/connection/client-certificate.js";
import { PresentedCertificate } from "#src/policies/connection/presented-certificate.js";

const NOW = Date.UTC(2026, 11, 5);
const authority = true;
const root = makeCertificate({ subject: [[["C", "BE"]], [["CN", "Contoso Root CA"]]], authority });
const inter = makeCertificate({
  subject: [[["C", "BE"]], [["O", "Contoso Trust, Inc."]], [["CN", "Contoso Issuing CA"]]],
  issuer: root,
  authority: { pathLength: 0 },
});
const leafOf = (issuer: MadeCertificate, more: object = {}) =>
  makeCertificate({
    subject: [[["C", "US"]], [["O", "Contoso, Inc."]], [["CN", "client.contoso.example"]]],
    serialNumber: "0A01",
    issuer,
    ...more,
  });
const good = leafOf(inter, { dnsNames: ["client.contoso.example", "*.batch.contoso.example"] });

const present = (
  { certificate }: MadeCertificate,
  authorities: readonly MadeCertificate[],
  sent: readonly MadeCertificate[] = [],
  isAuthorized = false,
) =>
  new PresentedCertificate(
    certificate,
    sent.map((one) => one.certificate),
    authorities.map((one) => one.certificate),
    isAuthorized,
  );

/** The code for a certificate, judged with authorities unless there are none. */
const judged = (
  presented: PresentedCertificate,
  options: ClientCertificateOptions = {},
  { now = NOW, authorities = 1 } = {},
) => judgeCertificate(settleClientCertificate(options, authorities), presented, now);
const codeOf = (...args: Parameters<typeof judged>) => {
  const found = judged(...args);
  return found instanceof Promise ? "a promise" : found?.code;
};

describe("trust in a client certificate", () => {
  const pathsOf = (leaf: MadeCertificate, authorities: MadeCertificate[], sent: MadeCertificate[] = []) =>
    present(leaf, authorities, sent).paths.map(({ path }) => path.length);

  it("ends at an authority, through those that were sent or are named", () => {
    expect(pathsOf(good, [root, inter])).to.include(2);
    expect(pathsOf(good, [inter])).to.deep.equal([2]);
    expect(pathsOf(good, [root], [inter])).to.deep.equal([3]);
    expect(pathsOf(good, [root], [root, good, inter])).to.deep.equal([3]);
    expect(pathsOf(good, [root])).to.deep.equal([]);
    expect(pathsOf(good, [], [inter, root])).to.deep.equal([]);
  });

  const forgedRoot = makeCertificate({ subject: root.subject, authority });
  const flaws: readonly (readonly [name: string, leaf: MadeCertificate, sent: MadeCertificate[]])[] = [
    ["an equal name, another key", leafOf(makeCertificate({ subject: inter.subject, authority })), []],
    // Names and key identifiers of the real issuer, so `checkIssued` is true.
    ["equal names and key identifiers, another signature", leafOf(inter, { signedBy: forgedRoot }), []],
    ["a chain to its own root", leafOf(forgedRoot), [forgedRoot]],
    ["an issuer that is no authority", leafOf(good), [good]],
    ["a self-signed certificate", makeCertificate({ subject: good.subject }), []],
    ["only serverAuth", leafOf(inter, { purposes: ["serverAuth"] }), []],
    [
      "an issuer for servers only",
      ...chain(makeCertificate({ subject: "i", issuer: root, authority, purposes: ["serverAuth"] })),
    ],
    [
      "more intermediates than its authority allows",
      ...chain(makeCertificate({ subject: "i", issuer: inter, authority })),
    ],
    [
      "an issuer that was restricted to names",
      ...chain(
        makeCertificate({
          subject: "i",
          issuer: root,
          authority,
          // permittedSubtrees: dNSName partner.example
          extensions: [
            {
              id: "2.5.29.30",
              critical: true,
              value: Buffer.from("3015a0133011820f706172746e65722e6578616d706c65", "hex"),
            },
          ],
        }),
      ),
    ],
    [
      "a critical extension that is not evaluated",
      leafOf(inter, { extensions: [{ id: "1.2.3.4.5", critical: true, value: Buffer.from([5, 0]) }] }),
      [],
    ],
    ...(
      [
        ["no digits", "30020200"],
        ["a negative number", "30060101ff0201ff"],
      ] as const
    ).map(([what, hex]): (typeof flaws)[number] => [
      `a length of the path that is ${what}`,
      leafOf(inter, { extensions: [{ id: "2.5.29.19", critical: true, value: Buffer.from(hex, "hex") }] }),
      [],
    ]),
  ];
  function chain(issuer: MadeCertificate): [MadeCertificate, MadeCertificate[]] {
    return [leafOf(issuer), [issuer]];
  }
  for (const [name, leaf, sent] of flaws)
    it(`has none in ${name}`, () => {
      expect(pathsOf(leaf, [root, inter], sent)).to.deep.equal([]);
      expect(codeOf(present(leaf, [root, inter], sent))).to.equal("certificate_untrusted");
    });

  it("passes clientAuth, any purpose, no purpose, and extensions that are not critical", () => {
    for (const purposes of [["clientAuth"], ["any"], ["serverAuth", "clientAuth"], []] as const)
      expect(pathsOf(leafOf(inter, { purposes }), [inter])).to.deep.equal([2]);
    const extensions = [{ id: "1.2.3.4.5", critical: false, value: Buffer.from([5, 0]) }];
    expect(pathsOf(leafOf(inter, { extensions }), [inter])).to.deep.equal([2]);
  });

  it("goes up to five steps", () => {
    const chainOf = (length: number) => {
      const all = [root];
      for (let i = 1; i < length; i++)
        all.push(makeCertificate({ subject: `i${i}`, issuer: all.at(-1)!, authority }));
      return all;
    };
    const [, ...four] = chainOf(5);
    expect(pathsOf(leafOf(four.at(-1)!), [root], four)).to.deep.equal([6]);
    const [, ...five] = chainOf(6);
    expect(pathsOf(leafOf(five.at(-1)!), [root], five)).to.deep.equal([]);
  });

  it("trusts a self-signed authority that presents itself", () => {
    expect(pathsOf(root, [root])).to.deep.equal([1]);
    expect(pathsOf(inter, [root], [])).to.deep.equal([2]);
  });

  it("does bounded work for authorities that all sign one another", () => {
    const keys = Array.from({ length: 8 }, () => makeCertificate({ subject: "mesh", authority }));
    const mesh = keys.map((own, i) =>
      makeCertificate({ subject: "mesh", keys: own.keys, issuer: keys[(i + 1) % 8]!, authority }),
    );
    const leaf = leafOf(mesh[0]!);
    let checks = 0;
    const counted = mesh.map(({ certificate }) => counting(certificate, () => checks++));
    expect(
      certificatePaths(
        counting(leaf.certificate, () => checks++),
        counted,
        [root.certificate],
      ),
    ).to.deep.equal([]);
    expect(checks).to.be.at.most(17);
  });
  const counting = (certificate: X509Certificate, count: () => void): X509Certificate =>
    Object.assign(new X509Certificate(certificate.raw), {
      verify: (key: Parameters<X509Certificate["verify"]>[0]) => {
        count();
        return certificate.verify(key);
      },
    });

  it("is the TLS server's decision without authorities", () => {
    const none = { authorities: 0 };
    expect(codeOf(present(good, [], [], true), {}, none)).to.equal(undefined);
    expect(codeOf(present(good, [], [], false), {}, none)).to.equal("certificate_untrusted");
    // With authorities, the server's is not asked.
    expect(codeOf(present(good, [root], [], true))).to.equal("certificate_untrusted");
  });

  it("is not judged with validateTrust: false", () => {
    expect(codeOf(present(leafOf(forgedRoot), [root]), { validateTrust: false })).to.equal(undefined);
  });
});

describe("dates of a client certificate", () => {
  const from = Date.UTC(2026, 11, 1);
  const to = Date.UTC(2026, 11, 31);
  const short = leafOf(inter, { from, to });
  const shortInter = makeCertificate({ subject: "short", issuer: root, authority, from, to });
  const rows: readonly (readonly [now: number, code: string | undefined])[] = [
    [from - 1, "certificate_not_yet_valid"],
    [from, undefined],
    [to, undefined],
    [to + 1, "certificate_expired"],
  ];
  for (const [now, code] of rows) {
    it(`at ${new Date(now).toISOString()}: ${code ?? "passes"}`, () => {
      expect(codeOf(present(short, [inter]), {}, { now })).to.equal(code);
      expect(codeOf(present(leafOf(shortInter), [root], [shortInter]), {}, { now })).to.equal(code);
      expect(codeOf(present(leafOf(shortInter), [shortInter]), {}, { now })).to.equal(code);
    });
  }

  it("come before trust", () => {
    expect(codeOf(present(short, [root]), {}, { now: to + 1 })).to.equal("certificate_expired");
  });

  it("are not judged where the policy says so", () => {
    const [before, after] = [{ now: from - 1 }, { now: to + 1 }];
    expect(codeOf(present(short, [inter]), { validateNotBefore: false }, before)).to.equal(undefined);
    expect(codeOf(present(short, [inter]), { validateNotAfter: false }, before)).to.equal(
      "certificate_not_yet_valid",
    );
    expect(codeOf(present(short, [inter]), { validateNotAfter: false }, after)).to.equal(undefined);
    expect(codeOf(present(short, [inter]), { validateNotBefore: false }, after)).to.equal(
      "certificate_expired",
    );
  });

  it("of one path are enough, when another leads through an expired certificate", () => {
    const expired = makeCertificate({ subject: "cross", issuer: root, authority, to: from });
    const renewed = makeCertificate({ subject: "cross", issuer: root, authority, keys: expired.keys });
    const leaf = leafOf(expired);
    for (const sent of [
      [expired, renewed],
      [renewed, expired],
    ])
      expect(codeOf(present(leaf, [root], sent))).to.equal(undefined);
    expect(codeOf(present(leaf, [root], [expired]))).to.equal("certificate_expired");
  });

  it("of issuers are not judged without trust", () => {
    expect(
      codeOf(present(leafOf(shortInter), [root], [shortInter]), { validateTrust: false }, { now: to + 1 }),
    ).to.equal(undefined);
  });
});

describe("revocation of a client certificate", () => {
  const presented = present(good, [inter]);
  const answers: readonly (readonly [name: string, isRevoked: () => unknown, code: string | undefined])[] = [
    ["false", () => false, undefined],
    ["true", () => true, "certificate_revoked"],
    ["nothing", () => undefined, "certificate_revoked"],
    ["null", () => null, "certificate_revoked"],
    ["0", () => 0, "certificate_revoked"],
    [
      "a throw",
      () => {
        throw new Error("password=1");
      },
      "revocation_unavailable",
    ],
  ];
  for (const [name, isRevoked, code] of answers) {
    it(`${name}: ${code ?? "passes"}`, async () => {
      expect(codeOf(presented, { isRevoked: isRevoked as never })).to.equal(code);
      const later = async () => isRevoked();
      const found = await judged(presented, { isRevoked: later as never });
      expect(found?.code).to.equal(code);
      expect(JSON.stringify(found) ?? "").not.to.contain("password");
    });
  }

  it("is asked after trust and before identities, with the certificate", async () => {
    const asked: X509Certificate[] = [];
    const isRevoked = (certificate: X509Certificate) => asked.push(certificate) === 0;
    expect(codeOf(present(good, [root]), { isRevoked })).to.equal("certificate_untrusted");
    expect(asked).to.have.length(0);
    expect(codeOf(presented, { isRevoked, identities: [{ commonName: "other" }] })).to.equal(
      "certificate_identity",
    );
    expect(asked).to.have.length(1);
    expect(asked[0]).to.be.instanceOf(X509Certificate);
  });

  it("is waited for two seconds at most", async function () {
    this.timeout(5_000);
    const start = performance.now();
    const found = await judged(presented, { isRevoked: () => new Promise<boolean>(() => undefined) });
    expect(found).to.include({
      code: "revocation_unavailable",
      actual: "it failed: isRevoked did not answer",
    });
    expect(performance.now() - start).to.be.within(1_900, 4_000);
  });
});

describe("identities of a client certificate", () => {
  const presented = present(good, [root], [inter]);
  const hex = (text: string) => text.replaceAll(":", "");
  const { fingerprint, fingerprint256 } = good.certificate;
  const subject = 'C=US, O="Contoso, Inc.", CN=client.contoso.example';
  const right: readonly CertificateIdentity[] = [
    { thumbprint: hex(fingerprint) },
    { thumbprint: fingerprint.toLowerCase() },
    { thumbprint: hex(fingerprint256).replaceAll(/(..)/g, "$1 ").toLowerCase() },
    { serialNumber: "a01" },
    { serialNumber: "0A01" },
    { serialNumber: "00:0a:01" },
    { commonName: "client.contoso.example" },
    { subject },
    { subject: 'cn=client.contoso.example,o="Contoso, Inc.",c=US' },
    { subject: "CN=client.contoso.example, O=Contoso\\, Inc., C=US" },
    { dnsName: "CLIENT.contoso.example" },
    { dnsName: "*.batch.contoso.example" },
    { issuerSubject: 'C=BE, O="Contoso Trust, Inc.", CN=Contoso Issuing CA' },
    { issuerThumbprint: inter.certificate.fingerprint },
    { issuerThumbprint: inter.certificate.fingerprint256 },
    { issuerCertificate: inter.pem },
    {
      commonName: "client.contoso.example",
      serialNumber: "A01",
      issuerThumbprint: inter.certificate.fingerprint,
    },
  ];
  const wrong: readonly CertificateIdentity[] = [
    { thumbprint: hex(inter.certificate.fingerprint) },
    { thumbprint: hex(fingerprint256).slice(0, 40) },
    { serialNumber: "a010" },
    { serialNumber: "1" },
    { commonName: "Client.contoso.example" },
    { commonName: "contoso.example" },
    { subject: "CN=client.contoso.example" },
    { subject: 'C=us, O="Contoso, Inc.", CN=client.contoso.example' },
    { subject: 'O="Contoso, Inc.", C=US, CN=client.contoso.example' },
    { subject: `${subject}, CN=client.contoso.example` },
    { dnsName: "contoso.example" },
    // A wildcard of the certificate stands for no name.
    { dnsName: "a.batch.contoso.example" },
    { issuerSubject: "C=BE, CN=Contoso Root CA" },
    { issuerThumbprint: root.certificate.fingerprint },
    { issuerCertificate: root.pem },
    { commonName: "client.contoso.example", serialNumber: "99" },
  ];
  // Thumbprints differ from run to run, so titles have none.
  const title = (identity: CertificateIdentity, i: number) =>
    `${Object.keys(identity).join(" and ")}, ${i + 1}`;
  for (const [i, identity] of right.entries())
    it(`passes ${title(identity, i)}`, () =>
      expect(codeOf(presented, { identities: [{ commonName: "other" }, identity] })).to.equal(undefined));
  for (const [i, identity] of wrong.entries())
    it(`refuses ${title(identity, i)}`, () =>
      expect(codeOf(presented, { identities: [identity] })).to.equal("certificate_identity"));

  it("takes all claims from one identity", () => {
    const identities = [
      { commonName: "client.contoso.example", serialNumber: "99" },
      { commonName: "other", serialNumber: "0A01" },
    ];
    expect(codeOf(presented, { identities })).to.equal("certificate_identity");
  });

  it("accepts no common name among several", () => {
    const two = leafOf(inter, { subject: [[["CN", "client.contoso.example"]], [["CN", "other"]]] });
    for (const commonName of ["client.contoso.example", "other"])
      expect(codeOf(present(two, [inter]), { identities: [{ commonName }] })).to.equal(
        "certificate_identity",
      );
  });

  it("reads one DNS name in an entry that looks like two", () => {
    const strange = leafOf(inter, { dnsNames: ["a.example, DNS:client.contoso.example"] });
    expect(
      codeOf(present(strange, [inter]), { identities: [{ dnsName: "client.contoso.example" }] }),
    ).to.equal("certificate_identity");
  });

  it("does not read the common name as a DNS name", () => {
    const plain = leafOf(inter);
    expect(codeOf(present(plain, [inter]), { identities: [{ dnsName: "client.contoso.example" }] })).to.equal(
      "certificate_identity",
    );
  });

  it("knows no issuer whose signature it has not checked", () => {
    const forged = leafOf(inter, { signedBy: makeCertificate({ subject: "other" }) });
    const options = {
      validateTrust: false,
      identities: [{ issuerThumbprint: inter.certificate.fingerprint }],
    };
    expect(codeOf(present(forged, [root], [inter]), options)).to.equal("certificate_identity");
    expect(codeOf(present(good, [], [inter]), options)).to.equal(undefined);
    // A certificate that may not issue is no issuer.
    const child = leafOf(good);
    const byChild = {
      validateTrust: false,
      identities: [{ issuerThumbprint: good.certificate.fingerprint }],
    };
    expect(codeOf(present(child, [], [good]), byChild)).to.equal("certificate_identity");
  });

  it("names the issuer on the trusted path, not a look-alike with its name and key that was sent first", () => {
    const lookAlike = makeCertificate({
      subject: inter.subject,
      issuer: makeCertificate({ subject: "Another root", authority }),
      keys: inter.keys,
      authority,
    });
    const shown = present(good, [root], [lookAlike, inter]);
    const identityOf = ({ certificate }: MadeCertificate) => ({
      identities: [{ issuerThumbprint: certificate.fingerprint }],
    });
    expect(codeOf(shown, identityOf(inter))).to.equal(undefined);
    expect(codeOf(shown, identityOf(lookAlike))).to.equal("certificate_identity");
  });

  it("are judged once for each certificate and policy", () => {
    const policy = settleClientCertificate({ identities: [{ commonName: "client.contoso.example" }] }, 1);
    const other = settleClientCertificate({ identities: [{ commonName: "other" }] }, 1);
    for (let i = 0; i < 3; i++) {
      expect(judgeCertificate(policy, presented, NOW)).to.equal(undefined);
      expect(judgeCertificate(other, presented, NOW)).to.have.property("code", "certificate_identity");
    }
  });
});

describe("what is shown of a client certificate", () => {
  it("is frozen, and written as in Azure", () => {
    const { accepted } = present(good, [inter]);
    expect(accepted).to.deep.equal({
      subject: 'C=US, O="Contoso, Inc.", CN=client.contoso.example',
      issuer: 'C=BE, O="Contoso Trust, Inc.", CN=Contoso Issuing CA',
      serialNumber: "0A01",
      thumbprint: good.certificate.fingerprint.replaceAll(":", ""),
      thumbprint256: good.certificate.fingerprint256.replaceAll(":", ""),
      validTo: "2060-01-01T00:00:00.000Z",
    });
    expect(accepted).to.be.frozen;
  });

  it("without a subject is an empty name", () => {
    expect(present(leafOf(inter, { subject: [] }), [inter]).accepted.subject).to.equal("");
  });

  it("is judged once for each policy", () => {
    const presented = present(good, [inter]);
    for (const policy of [{}, {}])
      for (const verdict of [true, false].map((one) => presented.verdict(policy, () => one)))
        expect(verdict).to.equal(true);
  });

  it("in findings says what was expected and what was found", () => {
    const [from, to] = [Date.UTC(2026, 11, 1), Date.UTC(2026, 11, 31)];
    const short = present(leafOf(inter, { from, to }), [inter]);
    const valid = "a certificate and issuers that are valid";
    const issuer = 'issued by C=BE, O="Contoso Trust, Inc.", CN=Contoso Issuing CA';
    const shown = (...given: Parameters<typeof judged>) => {
      const { expected, actual } = judged(...given) as { expected?: string; actual?: string };
      return [expected, actual];
    };
    expect(shown(short, {}, { now: to + 1 })).to.deep.equal([valid, "until 2026-12-31T00:00:00.000Z"]);
    expect(shown(short, {}, { now: from - 1 })).to.deep.equal([valid, "from 2026-12-01T00:00:00.000Z"]);
    expect(shown(present(good, [root]))).to.deep.equal(["a chain to an authority of the options", issuer]);
    expect(shown(present(good, []), {}, { authorities: 0 })).to.deep.equal([
      ...["a certificate that the TLS server trusts", issuer],
    ]);
    expect(
      shown(present(good, [inter]), { identities: [{ commonName: "a" }, { commonName: "b" }] }),
    ).to.deep.equal([
      "one of 2 identities",
      `C=US, O="Contoso, Inc.", CN=client.contoso.example (${good.certificate.fingerprint.replaceAll(":", "")})`,
    ]);
    const asking = (isRevoked: () => boolean) => shown(present(good, [inter]), { isRevoked });
    expect(asking(() => true)).to.deep.equal([
      ...["a certificate that is not revoked", "isRevoked did not return false"],
    ]);
    const failing = () => {
      throw new RangeError("secret");
    };
    expect(asking(failing)).to.deep.equal(["an answer of isRevoked", "it failed: RangeError"]);
  });

  it("in a finding is short", () => {
    const long = leafOf(inter, { subject: [[["CN", "x".repeat(5_000)]]] });
    const found = judged(present(long, [inter]), { identities: [{ commonName: "y" }] });
    expect(JSON.stringify(found).length).to.be.below(500);
  });

  it("of missing and malformed ones is nothing", () => {
    const policy = settleClientCertificate({}, 1);
    expect(judgeCertificate(policy, "missing", NOW)).to.deep.equal({
      code: "certificate_missing",
      expected: "a client certificate",
      actual: "nothing",
    });
    expect(judgeCertificate(policy, { malformed: "a field that was sent twice" }, NOW)).to.deep.equal({
      code: "certificate_malformed",
      expected: "a client certificate",
      actual: "a field that was sent twice",
    });
  });
});
