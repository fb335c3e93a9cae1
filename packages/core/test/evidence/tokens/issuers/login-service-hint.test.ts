import { expect } from "chai";
import { loginServiceHint } from "#src/evidence/tokens/issuers/login-service-hint.js";
import { HINTS } from "#src/refusals/hints.js";
import { TENANT } from "../../../ids.js";
import { claims } from "./claims-of.js";
import { entraOf, OTHER_TENANT, published, V2 } from "./entra-of.js";

const PUBLIC = "https://login.microsoftonline.com";
const US = "https://login.microsoftonline.us";
const CHINA = "https://login.partner.microsoftonline.cn";
const EXTERNAL = "https://contoso.ciamlogin.com";

describe("a token of another login service of Microsoft: the refusal names the option", () => {
  const cases = [
    [`${US}/${TENANT}/v2.0`, PUBLIC, "usGovernmentIssuer", 'cloud: "us-government"'],
    [`${CHINA}/${TENANT}/v2.0`, PUBLIC, "chinaIssuer", 'cloud: "china"'],
    [`https://sts.chinacloudapi.cn/${TENANT}/`, US, "chinaIssuer", 'cloud: "china"'],
    [`${PUBLIC}/${TENANT}/v2.0`, US, "publicCloudIssuer", 'cloud: "public"'],
    [`https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`, PUBLIC, "externalIdIssuer", "externalId"],
  ] as const;
  for (const [iss, host, name, option] of cases) {
    it(`${iss} where ${host} is configured`, () => {
      expect(loginServiceHint(iss, host)).to.equal(HINTS[name]).and.include(option);
    });
  }
  const none = [
    [`${PUBLIC}/${TENANT}/v2.0`, PUBLIC],
    [`https://sts.windows.net/${TENANT}/`, PUBLIC],
    [`https://sts.windows.net/${TENANT}/`, US],
    [`https://sts.chinacloudapi.cn/${TENANT}/`, CHINA],
    [`https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`, EXTERNAL],
    ["https://login.contoso.example", PUBLIC],
    ["https://ciamlogin.com.contoso.example/", PUBLIC],
    ["no address", PUBLIC],
    [undefined, PUBLIC],
    [[`${US}/${TENANT}/v2.0`], PUBLIC],
  ] as const;
  for (const [iss, host] of none)
    it(`none: ${JSON.stringify(iss) ?? "nothing"} where ${host} is configured`, () => {
      expect(loginServiceHint(iss, host)).to.equal(undefined);
    });

  it("stands in token_tenant and in token_issuer", () => {
    const entra = entraOf();
    const iss = `${US}/${OTHER_TENANT}/v2.0`;
    const hint = HINTS.usGovernmentIssuer;
    expect(entra.sourceFor(claims({ iss, tid: OTHER_TENANT }))).to.include({ code: "token_tenant", hint });
    expect(entra.checkIssuer(claims({ iss }), published(V2()))).to.include({ code: "token_issuer", hint });
  });
});
