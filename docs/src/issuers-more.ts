import express from "express";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";

/** Keys that were made for these lines. */
export interface Keys {
  readonly oldPublicKey: string;
  readonly newPublicKey: string;
  readonly privateKey: string;
}

export function keysInCode({ oldPublicKey, newPublicKey }: Keys): ProductAuthOptions<"orders"> {
  // #region given-keys
  const options: ProductAuthOptions<"orders"> = {
    issuers: [
      {
        issuer: "urn:contoso:batch",
        algorithms: ["ES256"],
        signingKeys: [
          { id: "2026-01", publicKey: oldPublicKey },
          { id: "2026-02", publicKey: newPublicKey },
        ],
      },
    ],
    products: { orders: { audience: "https://orders.contoso.example", role: "Orders.Use" } },
  };
  // #endregion given-keys
  return options;
}

export function encryptedTokens({ privateKey }: Keys): ProductAuthOptions<"starter"> {
  // #region encrypted
  const options: ProductAuthOptions<"starter"> = {
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    decryptionKeys: [{ id: "2026-01", privateKey }], // PEM, from where you keep secrets
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  };
  // #endregion encrypted
  return options;
}

export function createDescribedApp(): express.Express {
  // #region protected-resource
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
    protectedResource: {
      resource: "https://api.contoso.example/orders",
      scopesSupported: ["api://55556666-ffff-7777-aaaa-8888bbbb9999/.default"],
      resourceName: "Orders",
    },
  });

  const app = express();
  app.use(auth.protectedResourceMetadata()); // before the guard: everybody may read it
  app.use(auth);
  // #endregion protected-resource
  return app;
}
