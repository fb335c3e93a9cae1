import { readFileSync } from "node:fs";
import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import request from "supertest";
import { createApp } from "./shortest.js";

const page = readFileSync(new URL("../entra-setup.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| (AADSTS\d+) +\| (.+?) +\| (.+?) +\|$/gm)].map(([, code]) => code);

describe("the page about the set-up of Entra ID", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      products: {
        starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999", appRoleAssignmentRequired: true },
      },
      clients: {
        contoso: { products: ["starter"] },
        late: { products: ["starter"], secrets: [{ value: "an-old-one", endDateTime: "2020-01-31" }] },
        unassigned: {},
      },
    });
  });
  after(() => entra.close());

  async function ask(change: Record<string, string> = {}, client = "contoso") {
    const { appId, secret } = entra.clients[client]!;
    const scope = `${entra.products["starter"]!.audience}/.default`;
    const form = {
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: secret,
      scope,
      ...change,
    };
    const answer = await fetch(entra.tokenUrl, { method: "POST", body: new URLSearchParams(form) });
    return (await answer.json()) as { access_token?: string; error_codes?: number[] };
  }

  it("ends with a token that the API admits", async () => {
    const { access_token: token } = await ask();
    const app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
    await request(app).get("/orders").set("authorization", `Bearer ${token}`).expect(200);
  });
  it("names the code of every mistake on the way", async () => {
    const mistakes = [
      await ask({ client_secret: "another" }),
      await ask({ client_secret: "an-old-one" }, "late"),
      await ask({ client_id: "99990000-aaaa-4bbb-8ccc-ddddeeee0000" }),
      await ask({ scope: "api://unknown/.default" }),
      await ask({ scope: entra.products["starter"]!.audience }),
      await ask({}, "unassigned"),
    ];
    expect(mistakes.map(({ error_codes: [code] = [] }) => `AADSTS${code}`)).to.deep.equal(rows);
  });
});
