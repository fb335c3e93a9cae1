import type { ProductAuthOptions } from "@product-auth/core";

/** Markup that runs a script wherever it is not escaped. */
export const MARK = `<img src=x onerror=alert(1)>"'><script>alert(1)</script>`;
const MARKDOWN = `${MARK} [a](javascript:alert(1)) ![b](http://evil.example/c) <javascript:alert(1)>`;

/** A catalog whose every text is markup, with a document that sends its reader to `elsewhere`. */
export const hostileCatalog = (elsewhere: string) =>
  ({
    products: {
      starter: { displayName: `Starter ${MARK}`, description: MARKDOWN, terms: MARKDOWN, accepts: ["key"] },
      pro: { displayName: `Pro ${MARK}`, accepts: ["key"], approvalRequired: true },
    },
    apis: {
      orders: {
        displayName: `Orders ${MARK}`,
        description: MARKDOWN,
        path: "orders",
        products: ["starter"],
        openapi: {
          openapi: "3.0.3",
          info: { title: MARK, version: MARK, description: MARKDOWN },
          servers: [{ url: elsewhere }],
          externalDocs: { url: "javascript:alert(1)" },
          paths: {
            "/": {
              post: {
                operationId: MARK,
                summary: MARK,
                description: MARKDOWN,
                servers: [{ url: elsewhere }],
                parameters: [
                  { name: MARK, in: "query", description: MARKDOWN, schema: { enum: [MARK], example: MARK } },
                  { $ref: `${elsewhere}/parameter.json` },
                ],
                requestBody: { content: { [MARK]: { example: { [MARK]: MARK } } } },
                responses: { 200: { description: MARKDOWN }, [MARK]: { $ref: `${elsewhere}/response.json` } },
              },
            },
            "/far": { $ref: `${elsewhere}/path.json` },
          },
        },
      },
    },
  }) as unknown as Pick<ProductAuthOptions, "products" | "apis">;
