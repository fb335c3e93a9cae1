import { expect } from "chai";
import { isEntraAddress } from "#src/meaning/rules/token/entra-address.js";

describe("an address of Entra", () => {
  const path = "/t/v2.0/.well-known/openid-configuration";
  for (const host of [
    ...["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"],
    ...[
      "login.chinacloudapi.cn",
      "login.microsoft.com",
      "login.windows.net",
      "sts.windows.net",
      "LOGIN.microsoftonline.com",
    ],
    "shop.ciamlogin.com",
  ])
    it(`is one at ${host}`, () => expect(isEntraAddress(`https://${host}${path}`)).to.equal(true));

  it("is one with a variable as its tenant", () =>
    expect(isEntraAddress("https://login.microsoftonline.com/${env:TENANT}/v2.0")).to.equal(true));

  for (const url of [
    ...["https://id.shop.example/", "https://login.microsoftonline.com.example/", "https://ciamlogin.com/"],
    ...["https://xciamlogin.com/", "${env:URL}", "", "login.microsoftonline.com"],
  ])
    it(`is none: ${url || "nothing"}`, () => expect(isEntraAddress(url)).to.equal(false));
});
