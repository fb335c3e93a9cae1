import type * as functions from "@product-auth/openapi";
import type * as text from "@product-auth/openapi/text";

/** What the verb takes from `@product-auth/openapi`, which is loaded only for it. */
export type OpenApiProgram = Pick<typeof functions, "compareOpenApi" | "openApiOf"> &
  Pick<typeof text, "readOpenApi" | "rewriteOpenApi">;
