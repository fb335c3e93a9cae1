import { environmentCredential, planCatalog } from "@product-auth/graph";
import { expect } from "chai";

const TENANT = "0b8f1f6e-5f9f-4d0c-9b0e-2f6a7d3c4b5a";

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
}

/** A `fetch` that remembers what it was asked, for addresses that no test can listen on. */
function fetching(answers: (url: string) => unknown): { asked: Asked[]; fetch: typeof fetch } {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: (input, init) => {
      const { url, method, headers } = new Request(input, init);
      asked.push({ url, method, headers });
      return Promise.resolve(Response.json(answers(url)));
    },
  };
}

const soon = () => ({
  access_token: "eyJ.a.b",
  expires_on: String(Math.floor(Date.now() / 1000) + 3600),
  token_type: "Bearer",
});

describe("judge: programs", () => {
  it("§2 --managed-identity: 169.254.169.254, 2018-02-01", async () => {
    const { asked, fetch } = fetching(soon);
    const env = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: "0d6f1e0a-6f5c-4b5e-9a35-5c3b1f8a7a10" };
    const credential = environmentCredential(env, { managedIdentity: true, fetch });
    const token = await credential.getToken(["https://graph.microsoft.com/.default"]);
    expect(token?.token).to.equal("eyJ.a.b");
    const [{ url, method, headers } = asked[0]!, ...more] = asked;
    expect(more).to.deep.equal([]);
    const { origin, pathname, searchParams } = new URL(url);
    expect(`${method} ${origin}${pathname}`).to.equal(
      "GET http://169.254.169.254/metadata/identity/oauth2/token",
    );
    expect(headers.get("metadata")).to.equal("true");
    expect(Object.fromEntries(searchParams)).to.deep.equal({
      "api-version": "2018-02-01",
      resource: "https://graph.microsoft.com",
      client_id: env.AZURE_CLIENT_ID,
    });
  });

  for (const [graphUrl, scope] of [
    [undefined, "https://graph.microsoft.com/.default"],
    ["https://graph.microsoft.us/v1.0", "https://graph.microsoft.us/.default"],
    ["https://microsoftgraph.chinacloudapi.cn/v1.0", "https://microsoftgraph.chinacloudapi.cn/.default"],
  ] as const)
    it(`§2 scope ${scope}`, async () => {
      const scopes: string[] = [];
      const credential = {
        getToken: (wanted: string[]) => {
          scopes.push(...wanted);
          return Promise.resolve({ token: "eyJ.a.b", expiresOnTimestamp: Date.now() + 3_600_000 });
        },
      };
      const { asked, fetch } = fetching(() => ({ value: [] }));
      const options = { tenantId: TENANT, credential, fetch, ...(graphUrl !== undefined && { graphUrl }) };
      await planCatalog({ products: { gold: { displayName: "Gold" } } }, options);
      expect(scopes).to.deep.equal([scope]);
      expect([...new Set(asked.map(({ url }) => new URL(url).origin))]).to.deep.equal([
        scope.slice(0, -"/.default".length),
      ]);
    });
});
