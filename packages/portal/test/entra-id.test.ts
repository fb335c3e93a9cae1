import { generateKeyPairSync } from "node:crypto";
import { ConfigurationError } from "@product-auth/core";
import { entraId, type EntraIdOptions } from "@product-auth/portal";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { addressIn, entraIdOf, startPortal } from "./support/start-portal.js";

const ID = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const sound: EntraIdOptions = { tenantId: ID, clientId: ID, clientSecret: "secret-value" };

function problemsOf(options: unknown): string {
  try {
    entraId(options as EntraIdOptions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
}

const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });
function pemOf(keys = rsa(2048), keyOf = keys): string {
  const { pem } = makeCertificate({ subject: "portal", keys });
  return pem + keyOf.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

describe("entraId", () => {
  it("has an id and a label", () => {
    expect(entraId(sound)).to.include({ id: "entra", label: "Microsoft Entra ID" });
    expect(entraId({ ...sound, id: "partners", label: "Fabrikam" })).to.include({
      ...{ id: "partners", label: "Fabrikam" },
    });
  });

  const { clientSecret: _, ...without } = sound;
  const cases: Record<string, [options: unknown, ...words: string[]]> = {
    nothing: [undefined, "options: is missing"],
    "an empty object": [
      {},
      "tenantId: is missing",
      "write the directory (tenant) id, a GUID",
      "clientId: is missing",
    ],
    "a tenant that is a domain": [
      { ...sound, tenantId: "contoso.onmicrosoft.com" },
      "tenantId: is not valid",
    ],
    "a tenant that is many": [{ ...sound, tenantId: "organizations" }, "tenantId: is not valid"],
    "an unknown option": [{ ...sound, secret: "x" }, "secret: is unknown", "clientSecret"],
    "no credential": [without, "clientSecret: is missing", "write one of clientSecret and certificate"],
    "two credentials": [{ ...sound, certificate: "x" }, "is given together with certificate"],
    "an empty secret": [{ ...sound, clientSecret: "" }, "clientSecret: is not valid"],
    "a certificate that is none": [
      { ...without, certificate: "private-value" },
      "certificate: cannot be read",
    ],
    "a certificate with a small key": [
      { ...without, certificate: pemOf(rsa(1024)) },
      "certificate: has no RSA key of 2048 bits or more",
    ],
    "a certificate with another key": [
      { ...without, certificate: pemOf(rsa(2048), rsa(2048)) },
      "has a private key that belongs to another certificate",
    ],
    "plain http": [
      { ...sound, authorityHost: "http://login.example.com" },
      "is neither https nor on localhost",
    ],
    "a login service with a path": [
      { ...sound, authorityHost: `https://login.microsoftonline.com/${ID}` },
      "authorityHost: is more than an origin",
      "the tenant belongs in tenantId",
    ],
    "two login services": [
      { ...sound, authorityHost: "https://login.example.com", cloud: "china" },
      "and so does cloud",
    ],
    "an unknown cloud": [{ ...sound, cloud: "germany" }, "cloud: is not valid"],
    "an id that is no part of an address": [{ ...sound, id: "a/b" }, "id: is not valid"],
  };
  for (const [name, [options, ...words]] of Object.entries(cases))
    it(`refuses ${name}, and shows no secret`, () => {
      const message = problemsOf(options);
      for (const word of ["entraId cannot be used", ...words]) expect(message).to.include(word);
      expect(message).not.to.match(/secret-value|private-value|PRIVATE KEY/);
    });

  it("signs in with a certificate", async () => {
    const certificate = pemOf();
    const world = await startPortal({
      client: {
        secrets: [],
        certificates: [certificate.slice(0, certificate.indexOf("-----BEGIN PRIVATE"))],
      },
      portal: ({ tenantId, clients, origin }) => ({
        signIn: [
          entraId({ tenantId, clientId: clients["portal"]!.appId, certificate, authorityHost: origin }),
        ],
      }),
    });
    try {
      expect((await world.browser().signIn("adele")).location).to.equal("/developer");
    } finally {
      await world.close();
    }
  });

  it("asks for metadata once, also when many start at the same time; again after a failure", async () => {
    let asked = 0;
    const world = await startPortal({
      portal: (entra) => ({
        signIn: [
          entraIdOf(entra, {
            fetch: (input, init) => {
              if (addressIn(input).includes("/.well-known/")) asked++;
              return fetch(input, init);
            },
          }),
        ],
      }),
    });
    try {
      const browser = world.browser();
      world.entra.faults.outage({ path: "discovery", status: 503 });
      expect((await browser.get("/signin/entra")).status).to.equal(503);
      world.entra.faults.clear();
      const starts = await Promise.all([1, 2, 3].map(() => browser.get("/signin/entra")));
      expect(starts.map(({ status }) => status)).to.deep.equal([302, 302, 302]);
      expect(asked).to.equal(2);
      expect((await browser.signIn("adele")).location).to.equal("/developer");
      expect(asked).to.equal(2);
    } finally {
      await world.close();
    }
  });

  it("refuses metadata of another issuer", async () => {
    const world = await startPortal({
      portal: (entra) => ({
        signIn: [
          entraIdOf(entra, {
            fetch: async (input, init) => {
              const response = await fetch(input, init);
              if (!addressIn(input).includes("/.well-known/")) return response;
              return Response.json({
                ...((await response.json()) as object),
                issuer: "https://evil.example",
              });
            },
          }),
        ],
      }),
    });
    try {
      expect((await world.browser().get("/signin/entra")).status).to.equal(503);
    } finally {
      await world.close();
    }
  });
});
