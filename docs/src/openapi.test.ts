import { readFileSync } from "node:fs";
import { startEntra, type Entra } from "@product-auth/emulator";
import type { ProductAuthOptions } from "@product-auth/express";
import { compareOpenApi, openApiOf } from "@product-auth/openapi";
import { readOpenApi, rewriteOpenApi } from "@product-auth/openapi/text";
import { report as reportOfAny } from "@product-auth/routes";
import { report } from "@product-auth/routes/express";
import { expect } from "chai";
import request from "supertest";
import { createFastifyShop, createShop } from "./openapi.js";

const page = readFileSync(new URL("../openapi.md", import.meta.url), "utf8");
/** The document on the page. */
const [, text = ""] = /^```yaml\n(.*?)^```$/ms.exec(page)!;
const document = readOpenApi(text);

describe("the page about OpenAPI", () => {
  let entra: Entra;
  let options: ProductAuthOptions<"starter" | "pro">;
  before(async () => {
    entra = await startEntra({
      products: { starter: { scopes: ["Orders.Read", "Orders.Write"] }, pro: {} },
      clients: { contoso: { products: ["starter", "pro"] } },
    });
    const audience = (name: string) => ({
      audience: entra.products[name]!.audience,
      accepts: ["token", "key"] as const,
    });
    options = {
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: { starter: audience("starter"), pro: audience("pro") },
      subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "0123456789abcdef" }],
    };
  });
  after(() => entra.close());

  const tokenOf = async (product: string, ...scopes: string[]) => {
    const delegated = scopes.length === 0 ? {} : { delegated: { scopes } };
    return `Bearer ${await entra.tokenFor({ client: "contoso", product, ...delegated })}`;
  };

  it("the document guards the application", async () => {
    const { app } = createShop(document, options);
    await request(app).get("/health").expect(200);
    await request(app).get("/orders").expect(401);
    await request(app).get("/orders").set("ocp-apim-subscription-key", "0123456789abcdef").expect(200);
    await request(app)
      .get("/orders")
      .set("authorization", await tokenOf("pro"))
      .expect(401);
    await request(app).post("/orders").set("ocp-apim-subscription-key", "0123456789abcdef").expect(401);
    for (const scope of ["Orders.Write", "Orders.Manage"])
      await request(app)
        .post("/orders")
        .set("authorization", await tokenOf("starter", scope))
        .expect(201);
    await request(app)
      .post("/orders")
      .set("authorization", await tokenOf("starter", "Orders.Read"))
      .expect(403);
  });

  it("the document of @fastify/swagger is completed", async () => {
    const { app, auth } = await createFastifyShop(document, options);
    const found = await reportOfAny(app, auth);
    expect(compareOpenApi(document, found).drifts).to.deep.equal([]);

    // #region swagger
    const oauth = {
      authorizationUrl: "https://login.microsoftonline.com/TENANT/oauth2/v2.0/authorize",
      tokenUrl: "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
    };
    const completed = openApiOf(await reportOfAny(app, auth), { document: app.swagger(), oauth });
    // #endregion swagger
    expect(compareOpenApi(app.swagger(), found).drifts.map(({ kind }) => kind)).to.deep.equal([
      "demands-more",
      "demands-more",
    ]);
    expect(compareOpenApi(completed, found).drifts).to.deep.equal([]);
    await app.close();
  });

  it("a text is completed, and the rest of it stays", () => {
    const { app, auth } = createShop(document, options);
    const without = text.replace("      security: []\n", "");
    expect(without).not.to.equal(text);

    // #region write
    const completed = openApiOf(report(app, auth), { document: readOpenApi(without) });
    const written = rewriteOpenApi(without, completed); // write this text back to the file
    // #endregion write
    expect(readOpenApi(written)).to.deep.equal(document);
  });

  // #region test
  it("says what the application demands", () => {
    const { app, auth } = createShop(document, options);
    expect(compareOpenApi(document, report(app, auth)).drifts).to.deep.equal([]);
  });
  // #endregion test
});
