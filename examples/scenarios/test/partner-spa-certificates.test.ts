import { expect } from "chai";
import { makeCertificate, type CertificateRequest } from "@product-auth/testkit/certificates";
import { FRAMEWORKS } from "../src/ground/frameworks.js";
import { GATEWAY } from "../src/partner-spa/catalog.js";
import { authority } from "./support/authorities.js";
import { startPartnerServers, type PartnerServers } from "./support/partner-servers.js";
import { send } from "./support/send.js";

const DAY = 86_400_000;

/** Certificates that are not the gateway's. `issued`: by the authority of the scenario. */
const FOREIGN: readonly (readonly [string, string, boolean, Partial<CertificateRequest>])[] = [
  ["of another machine", "certificate_identity", true, { subject: "printer.contoso.example" }],
  ["that has expired", "certificate_expired", true, { to: Date.now() - DAY }],
  ["that is not valid yet", "certificate_not_yet_valid", true, { from: Date.now() + DAY }],
  ["for servers", "certificate_untrusted", true, { purposes: ["serverAuth"] }],
  ["of another authority", "certificate_untrusted", false, {}],
];

interface Around {
  readonly cert?: string;
  readonly key?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

for (const framework of FRAMEWORKS)
  describe(`the scenario partner-spa around its gateway, in ${framework}`, function () {
    this.timeout(20_000);
    let servers: PartnerServers;
    let token: string;
    before(async () => {
      servers = await startPartnerServers(framework);
      token = await servers.token();
    });
    after(() => servers.close());

    it("admits the gateway", async () => {
      const headers = { authorization: `Bearer ${token}` };
      expect(await send(`${servers.gateway}/orders`, { ca: authority.ca, headers })).to.have.property(
        "status",
        200,
      );
    });

    it("refuses a caller without a certificate", async () => {
      expect(await around({})).to.deep.equal([401, "certificate_missing"]);
    });

    for (const [what, code, isIssued, flaw] of FOREIGN)
      it(`refuses a certificate ${what}`, async () => {
        const subject = GATEWAY;
        const { pem, privateKey } = isIssued
          ? authority.issueClient(subject, flaw)
          : makeCertificate({ subject, issuer: makeCertificate({ subject: "Another CA", authority: true }) });
        expect(await around({ cert: pem, key: privateKey })).to.deep.equal([401, code]);
      });

    it("refuses the gateway's certificate in a field of the request", async () => {
      const { certificate } = authority.issueClient(GATEWAY);
      const base64 = certificate.raw.toString("base64");
      const escaped = encodeURIComponent(certificate.toString());
      for (const [name, value] of [
        ["client-cert", `:${base64}:`],
        ["x-arr-clientcert", base64],
        ["x-forwarded-client-cert", `Cert="${escaped}"`],
        ["x-ssl-cert", escaped],
      ] as const)
        expect(await around({ fields: { [name]: value } }), name).to.deep.equal([401, "certificate_missing"]);
    });

    it("has no portal, whatever the caller writes of its address", async () => {
      const { pem: cert, privateKey: key } = authority.issueClient("printer.contoso.example");
      const headers = { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https" };
      for (const options of [{}, { headers }, { cert, key }])
        expect(
          await send(`${servers.api.origin}/developer/signin`, { ca: authority.ca, ...options }),
        ).to.include({
          status: 404,
        });
      expect(await send(`${servers.gateway}/developer/signin`, { ca: authority.ca })).to.include({
        status: 200,
      });
    });

    /** Calls the API itself, with a token that is good. */
    async function around({ fields, ...identity }: Around) {
      servers.codes();
      const { status } = await send(`${servers.api.origin}/orders`, {
        ...identity,
        ca: authority.ca,
        headers: { authorization: `Bearer ${token}`, ...fields },
      });
      return [status, ...servers.codes()];
    }
  });
