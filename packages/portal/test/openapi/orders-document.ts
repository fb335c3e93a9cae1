/** A document of a whole host, as an application writes one. */
export const ordersDocument = {
  openapi: "3.0.3",
  info: { title: "Shop", version: "2" },
  servers: [{ url: "https://attacker.example" }],
  paths: {
    "/orders": {
      get: { operationId: "listOrders", summary: "List orders", servers: [{ url: "//attacker.example" }] },
      post: {
        operationId: "createOrder",
        summary: "Create order",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
        },
        responses: { "201": { description: "It was **created**." } },
      },
    },
    "/orders/{orderId}": {
      parameters: [{ $ref: "#/components/parameters/OrderId" }],
      get: {
        operationId: "readOrder",
        summary: "Read order",
        description: "One order. <script>alert(1)</script>",
        parameters: [
          { name: "fields", in: "query", schema: { type: "array", items: { type: "string" } } },
          { name: "X-Trace", in: "header", schema: { type: "string", format: "uuid" } },
          { name: "Authorization", in: "header" },
          { name: "Ocp-Apim-Subscription-Key", in: "header" },
        ],
        responses: {
          "200": {
            description: "The order",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
          },
          "404": { $ref: "https://attacker.example/responses.json#/Missing" },
        },
      },
      delete: { operationId: "deleteOrder", summary: "Delete order" },
    },
    "/reports/{year}": { get: { summary: "Read report" } },
  },
  components: {
    parameters: {
      OrderId: {
        name: "orderId",
        in: "path",
        required: true,
        description: "Number of the order",
        schema: { type: "string", example: "42" },
      },
    },
    schemas: {
      Order: {
        type: "object",
        properties: {
          id: { type: "string", readOnly: true },
          item: { type: "string", example: "tea" },
          amount: { type: "integer" },
          related: { type: "array", items: { $ref: "#/components/schemas/Order" } },
        },
      },
    },
    pathItems: { Hidden: { get: { summary: "Hidden" } } },
  },
  "x-team": "shop",
} as const;
