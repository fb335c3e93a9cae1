import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import type { Admit, Decision } from "#src/index.js";
import { refuse } from "#src/decision/refused.js";
import { settleClientCertificate, type ClientCertificateOptions } from "#src/options/client-certificate.js";
import { AddressList } from "#src/policies/connection/address-list.js";
import type { Presented } from "#src/policies/connection/certificate-source.js";
import type { ConnectionPolicy } from "#src/policies/connection/connection-policy.js";
import {
  judgeConnection,
  withConnection,
  type ConnectionPassed,
} from "#src/policies/connection/judge-connection.js";
import { Revocations } from "#src/policies/connection/judge-revocation.js";
import { PresentedCertificate } from "#src/policies/connection/presented-certificate.js";
import { viewOf } from "../../request/view-of.js";

const NOW = Date.UTC(2026, 11, 5);
const root = makeCertificate({ subject: "root", authority: true });
const { certificate } = makeCertificate({ subject: "leaf", issuer: root });
const leaf = new PresentedCertificate(certificate, [], [root.certificate], false);
const { subject, thumbprint } = leaf.accepted;
const FACTS = { certificate: { subject, thumbprint } };

const place = (name: string) => ({ place: name, index: 0 });
const policy = (name: string, more: Partial<ConnectionPolicy> = {}): ConnectionPolicy => ({
  ...{ place: place(name), ipFilter: undefined, headers: [], certificate: undefined },
  ...more,
});
const address = (...allowed: readonly string[]) =>
  ({ ipFilter: { action: "allow", list: new AddressList(allowed) } }) as const;
const header = (name: string) => ({
  headers: [
    {
      ...{ name, written: name, values: undefined, ignoreCase: false, status: 418, message: "No." },
      place: place(`header ${name}`),
    },
  ],
});
const cert = (options: ClientCertificateOptions = {}) => ({
  certificate: settleClientCertificate(options, 1),
});

function judged(
  policies: readonly ConnectionPolicy[],
  given: { readonly presented?: Presented; readonly from?: string | undefined } = {},
) {
  const { presented, from } = { presented: leaf, from: "192.0.2.1", ...given };
  const seen: string[] = [];
  const reads: unknown[] = [];
  const view = viewOf({ "x-a": "1" });
  const result = judgeConnection(policies, {
    view,
    addresses: { of: () => from } as never,
    certificates: { read: (of: unknown) => (reads.push(of), presented) } as never,
    revocations: new Revocations(),
    now: NOW,
    clock: () => NOW,
    observe: ({ kind, place: { place: at }, finding }) =>
      seen.push(`${kind} ${at} ${finding?.code ?? "passed"}`),
  });
  return { result, seen, reads };
}

describe("policies about the connection", () => {
  it("none: passed, with nothing to report, and nothing is read", () => {
    const { result, reads } = judged([policy("a", address("192.0.2.1")), policy("b", header("x-a"))]);
    expect(result).to.deep.equal({ outcome: "passed", accepted: undefined, facts: undefined });
    expect(reads).to.deep.equal([]);
  });
  it("of each place the address, the header fields, the certificate; the certificate is read once", () => {
    const all = { ...address("192.0.2.1"), ...header("x-a"), ...cert() };
    const { result, seen, reads } = judged([policy("a", all), policy("b", all)]);
    expect(seen).to.deep.equal(
      ["a", "b"].flatMap((at) => [
        ...[`ipFilter ${at} passed`, "checkHeader header x-a passed", `clientCertificate ${at} passed`],
      ]),
    );
    expect(reads).to.have.length(1);
    expect(result).to.deep.equal({ outcome: "passed", accepted: leaf.accepted, facts: FACTS });
  });
  it("the first failure ends them, with the place of the policy, or of the check", () => {
    const rest = policy("rest", { ...address("192.0.2.1"), ...header("x-a"), ...cert() });
    const rows = [
      [policy("a", address("192.0.2.2")), "address_not_allowed", "a", 403],
      [policy("a", header("x-b")), "header_check", "header x-b", 418],
      [policy("a", cert({ identities: [{ commonName: "other" }] })), "certificate_identity", "a", 401],
    ] as const;
    for (const [failing, code, at, status] of rows) {
      const { result, seen } = judged([failing, rest]);
      expect(result).to.deep.include({ outcome: "refuse", code, status, policy: place(at) });
      expect(seen).to.have.length(1);
    }
  });
  it("a refusal reports the address that can be read, and the certificate that was judged before", () => {
    const elsewhere = policy("b", address("192.0.2.2"));
    const connection = (...given: Parameters<typeof judged>) =>
      (judged(...given).result as Exclude<Decision, Admit>).connection;
    expect(connection([elsewhere])).to.deep.equal({ address: "192.0.2.1" });
    expect(connection([elsewhere], { from: undefined })).to.equal(undefined);
    expect(connection([policy("a", header("x-b"))])).to.equal(undefined);
    const both = connection([policy("a", cert()), elsewhere]);
    expect(both).to.deep.equal({ ...FACTS, address: "192.0.2.1" });
    expect(both).to.be.frozen;
    expect(connection([policy("a", cert({ identities: [{ commonName: "b" }] }))])).to.deep.equal(FACTS);
  });

  describe("ignoreError", () => {
    const ignoring = (options: ClientCertificateOptions = {}) => cert({ ...options, ignoreError: true });
    it("passes, reports what would have been refused, and accepts no certificate", () => {
      const { result, seen } = judged([policy("a", ignoring())], { presented: "missing" });
      const ignored = [{ code: "certificate_missing", expected: "a client certificate", actual: "nothing" }];
      expect(result).to.deep.equal({ outcome: "passed", accepted: undefined, facts: { ignored } });
      expect((result as ConnectionPassed).facts).to.be.frozen;
      expect((result as ConnectionPassed).facts!.ignored).to.be.frozen;
      expect(seen).to.deep.equal(["clientCertificate a certificate_missing"]);
    });
    it("of one policy excuses no other, and its certificate is accepted by another", () => {
      const [wrong, right] = [
        { identities: [{ commonName: "b" }] },
        { identities: [{ commonName: "leaf" }] },
      ];
      const passed = judged([policy("a", ignoring(wrong)), policy("b", cert(right))]).result;
      expect(passed).to.deep.include({ outcome: "passed", accepted: leaf.accepted });
      expect((passed as ConnectionPassed).facts).to.deep.include(FACTS);
      expect((passed as ConnectionPassed).facts!.ignored!.map(({ code }) => code)).to.deep.equal([
        "certificate_identity",
      ]);
      const refused = judged([policy("a", ignoring(wrong)), policy("b", cert(wrong))]).result;
      expect(refused).to.include({ outcome: "refuse", code: "certificate_identity" });
    });
    it("with no finding: accepts the certificate", () => {
      const { result } = judged([policy("a", ignoring())]);
      expect(result).to.deep.equal({ outcome: "passed", accepted: leaf.accepted, facts: FACTS });
    });
  });

  it("go on after isRevoked was waited for, and it is asked once for each request", async () => {
    let asked = 0;
    const isRevoked = async () => asked++ > 0;
    const { result, seen } = judged([
      policy("a", cert({ isRevoked })),
      policy("b", cert({ isRevoked })),
      policy("c", header("x-b")),
    ]);
    expect(await result).to.include({ outcome: "refuse", code: "header_check" });
    expect(asked).to.equal(1);
    expect(seen).to.deep.equal([
      ...["clientCertificate a passed", "clientCertificate b passed", "checkHeader header x-b header_check"],
    ]);
    const revoked = await judged([
      policy("a", cert({ isRevoked: async () => true })),
      policy("b", header("x-b")),
    ]).result;
    expect(revoked).to.include({ outcome: "refuse", code: "certificate_revoked" });
  });
});

describe("a decision after policies about the connection", () => {
  const admitted: Admit = Object.freeze({
    ...{ outcome: "admit", headers: Object.freeze({ "x-a": "1" }) },
    access: Object.freeze({ product: "pro", credential: "key" }) as never,
  });
  const passed = (more: Partial<ConnectionPassed> = {}): ConnectionPassed => ({
    ...{ outcome: "passed", accepted: leaf.accepted, facts: FACTS },
    ...more,
  });

  it("is itself when they found nothing", () =>
    expect(withConnection(admitted, passed({ accepted: undefined, facts: undefined }))).to.equal(admitted));
  it("has the certificate in a frozen access, and the facts", () => {
    const found = withConnection(admitted, passed()) as Admit;
    expect(found).to.deep.equal({
      ...admitted,
      access: { ...admitted.access, certificate: leaf.accepted },
      connection: FACTS,
    });
    expect(found.access).to.be.frozen;
    expect(found).to.not.have.property("onResponse");
  });
  it("keeps its access without a certificate, and what counts its response", () => {
    const onResponse = () => undefined;
    const found = withConnection({ ...admitted, onResponse }, passed({ accepted: undefined })) as Admit;
    expect(found.access).to.equal(admitted.access);
    expect(found).to.include({ onResponse, connection: FACTS });
  });
  it("that refuses gets the facts, unless it has its own", () => {
    const refused = () => refuse({ failedStatus: undefined }, { code: "key_unknown" });
    expect(withConnection(refused(), passed())).to.deep.include({ code: "key_unknown", connection: FACTS });
    const own = Object.assign(refused(), { connection: { address: "192.0.2.1" } });
    expect(withConnection(own, passed())).to.deep.include({ connection: { address: "192.0.2.1" } });
  });
});
