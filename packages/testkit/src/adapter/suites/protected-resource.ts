import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import { tell, type Api } from "../support/api.js";
import { rawRequest } from "../support/raw-request.js";
import type { Suite } from "../suite.js";

export function protectedResource({ describe, it, before, apiStarter }: Suite): void {
  describe("protected-resource metadata (RFC 9728)", () => {
    const start = apiStarter();
    const path = "/.well-known/oauth-protected-resource/v1";
    const url = `https://api.example${path}`;
    let api: Api;

    before(async () => {
      const options = { protectedResource: { resource: "https://api.example/v1", resourceName: "Orders" } };
      api = await start((app, auth) => {
        app.use(auth.protectedResourceMetadata());
        app.use(auth);
        app.get("/v1/orders", auth.requireProduct("starter"), tell);
      }, options);
    });

    it("is public: who the API is and who issues its tokens", async () => {
      const answer = await api.get(`${path}?x=1`).expect(200);
      expect(answer.headers).to.include({
        "content-type": "application/json",
        "access-control-allow-origin": "*",
      });
      expect(answer.body).to.include({ resource: "https://api.example/v1", resource_name: "Orders" });
      const { tenantId, origin } = api.entra;
      expect(answer.body)
        .to.have.property("authorization_servers")
        .that.deep.equals([`${origin}/${tenantId}/v2.0`]);
    });

    it("other methods and paths go on to the guard", async () => {
      await api.post(path).expect(401);
      await api.get(`${path}/`).expect(401);
      await api.get("/.well-known/oauth-protected-resource").expect(401);
    });

    it("every Bearer challenge names it (§5.1)", async () => {
      const challengesOf = async (...lines: string[]) =>
        (await rawRequest(api.port, "/v1/orders", ...lines)).fields
          .filter(([name, value]) => name === "www-authenticate" && value.startsWith("Bearer"))
          .map(([, value]) => value);
      expect(await challengesOf()).to.deep.equal([`Bearer resource_metadata="${url}"`]);
      expect(await challengesOf("authorization: Bearer rubbish")).to.deep.equal([
        `Bearer error="invalid_token", resource_metadata="${url}"`,
      ]);
      const stranger = await api.entra.tokenFor({ client: "stranger", product: "starter" });
      expect(await challengesOf(`authorization: Bearer ${stranger}`)).to.deep.equal([
        `Bearer error="insufficient_scope", scope="Product.Starter.All", resource_metadata="${url}"`,
      ]);
    });

    it("without the option there is nothing to publish: that is said at start-up", async () => {
      const plain = await start(() => undefined);
      expect(() => plain.auth.protectedResourceMetadata()).to.throw(ConfigurationError, "protectedResource");
    });
  });
}
