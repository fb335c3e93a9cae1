import { expect } from "chai";
import type { CloudName } from "@product-auth/core";
import { publishAuthority } from "../../support/entra-documents.js";
import {
  CHINA,
  entraClaims,
  issuerOf,
  PUBLIC,
  US_GOVERNMENT,
  type Cloud,
} from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

/** Addresses and issuers to the letter, as "National clouds" and the clouds' own documents write them. */
const CLOUDS: readonly (readonly [CloudName, Cloud, discovery: string, v1: string, v2: string])[] = [
  [
    "public",
    PUBLIC,
    `https://login.microsoftonline.com/${TENANT}/`,
    `https://sts.windows.net/${TENANT}/`,
    `https://login.microsoftonline.com/${TENANT}/v2.0`,
  ],
  [
    "us-government",
    US_GOVERNMENT,
    `https://login.microsoftonline.us/${TENANT}/`,
    `https://sts.windows.net/${TENANT}/`,
    `https://login.microsoftonline.us/${TENANT}/v2.0`,
  ],
  [
    "china",
    CHINA,
    `https://login.partner.microsoftonline.cn/${TENANT}/`,
    `https://sts.chinacloudapi.cn/${TENANT}/`,
    `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`,
  ],
];

export function entraClouds({ describe, it, before, after, issuerApis }: Suite): void {
  describe("national clouds", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let key: Signer;

    before(async () => {
      world = await startIssuerServer();
      key = await signer("key-one");
      for (const [, cloud] of CLOUDS) publishAuthority(world, { at: TENANT, cloud, keys: [[key]] });
    });
    after(() => world.close());

    for (const [name, cloud, discovery, v1, v2] of CLOUDS) {
      describe(`cloud: "${name}"`, () => {
        it("asks its own login service, and admits the tokens of both versions", async () => {
          world.asked.length = 0;
          const api = await start({ tenantId: TENANT, cloud: name, fetch: world.fetch });
          const first = await api.admits(key.sign(entraClaims(TENANT, 1, {}, cloud)));
          const second = await api.admits(key.sign(entraClaims(TENANT, 2, {}, cloud)));
          expect([first.token?.issuer, second.token?.issuer]).to.deep.equal([v1, v2]);
          expect(world.asked.toSorted()).to.deep.equal([
            `${discovery}.well-known/openid-configuration`,
            `${discovery}discovery/keys`,
            `${discovery}discovery/v2.0/keys`,
            `${discovery}v2.0/.well-known/openid-configuration`,
          ]);
        });

        it("refuses the tokens of the other clouds", async () => {
          const api = await start({ tenantId: TENANT, cloud: name, fetch: world.fetch });
          for (const [, other] of CLOUDS.filter(([theirs]) => theirs !== name)) {
            await api.refuses(key.sign(entraClaims(TENANT, 2, {}, other)), badToken, "token_issuer");
          }
        });
      });
    }

    it("no name means the public cloud", async () => {
      world.asked.length = 0;
      await (await start({ tenantId: TENANT, fetch: world.fetch })).auth.ready();
      expect(world.asked[0]).to.match(/^https:\/\/login\.microsoftonline\.com\//);
    });

    it("a key of another cloud signs nothing, whatever issuer it names", async () => {
      const foreign = await signer("key-two");
      const keys = [[key], [foreign, { cloud_instance_name: US_GOVERNMENT.name }]] as const;
      publishAuthority(world, { at: TENANT, keys });
      const api = await start({ tenantId: TENANT, fetch: world.fetch });
      await api.admits(key.sign(entraClaims(TENANT, 2)));
      const event = await api.refuses(foreign.sign(entraClaims(TENANT, 2)), badToken, "token_key_issuer");
      expect(event).to.include({ expected: `a key of cloud ${PUBLIC.name}`, actual: US_GOVERNMENT.name });
    });
  });

  // "Microsoft Entra External ID": the addresses are on the subdomain's host, the issuer on that of the GUID.
  describe("External ID", () => {
    const start = issuerApis();
    const ISSUER = `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`;
    const BASE = `https://contoso.ciamlogin.com/${TENANT}`;
    let world: IssuerServer;
    let key: Signer;

    before(async () => {
      world = await startIssuerServer();
      key = await signer("key-three");
      const ofWorkforce = await signer("key-one");
      publishAuthority(world, { at: TENANT, keys: [[ofWorkforce]] }); // login.microsoftonline.com: other keys
      world.documents.set(`${BASE}/v2.0/.well-known/openid-configuration`, {
        issuer: ISSUER,
        jwks_uri: `${BASE}/discovery/v2.0/keys`,
      });
      world.documents.set(`${BASE}/discovery/v2.0/keys`, { keys: [{ ...key.jwk, issuer: ISSUER }] });
    });
    after(() => world.close());

    const external = () => start({ externalId: "contoso", tenantId: TENANT, fetch: world.fetch });

    it("asks the subdomain, takes its keys, and admits tokens of the GUID's host", async () => {
      world.asked.length = 0;
      const { token } = await (await external()).admits(key.sign(entraClaims(TENANT, 2, { iss: ISSUER })));
      expect(token).to.include({ issuer: ISSUER, tenantId: TENANT });
      expect(world.asked).to.deep.equal([
        `${BASE}/v2.0/.well-known/openid-configuration`,
        `${BASE}/discovery/v2.0/keys`,
      ]);
    });

    it("admits by a key that names its issuer as a template", async () => {
      const template = "https://{tenantid}.ciamlogin.com/{tenantid}/v2.0";
      world.documents.set(`${BASE}/discovery/v2.0/keys`, { keys: [{ ...key.jwk, issuer: template }] });
      await (await external()).admits(key.sign(entraClaims(TENANT, 2, { iss: ISSUER })));
    });

    const refusals: readonly (readonly [string, 1 | 2, object, "token_issuer" | "token_version"])[] = [
      ["a token whose issuer is on the subdomain's host", 2, { iss: `${BASE}/v2.0` }, "token_issuer"],
      ["a token of the workforce issuer", 2, { iss: issuerOf(PUBLIC, TENANT, 2) }, "token_issuer"],
      [
        "a version 1 token: External ID issues none",
        1,
        { iss: `https://sts.windows.net/${TENANT}/` },
        "token_version",
      ],
    ];
    for (const [what, version, claims, code] of refusals) {
      it(`refuses ${what}: ${code}`, async () => {
        const token = key.sign(entraClaims(TENANT, version, claims));
        await (await external()).refuses(token, badToken, code);
      });
    }
  });
}
