import type { Entra } from "@product-auth/emulator";

/** One step of the walk: what is sent, what must come back, and why. */
export interface Step {
  readonly sent: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** Code in the API's log; none for an admission. */
  readonly code?: string;
  readonly why: string;
}

/** Demo keys of the example's `subscriptions.local.json`. */
export const PRIMARY_KEY = "local-demo-primary-key";
const SUSPENDED_KEY = "local-demo-suspended-key";

/** What the API is asked, in order; `token` was issued by the token endpoint. */
export async function stepsOf(entra: Entra, token: string): Promise<readonly Step[]> {
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  const key = (text: string) => ({ "ocp-apim-subscription-key": text });
  const wish = { client: "contoso", product: "starter" };
  const orders = "/orders";
  const reports = "/reports/2026";
  return [
    {
      sent: "no credential",
      path: orders,
      headers: {},
      status: 401,
      code: "credentials_missing",
      why: "nothing was sent",
    },
    {
      sent: "the token",
      path: orders,
      headers: bearer(token),
      status: 200,
      why: "it holds Product.Starter.All",
    },
    {
      sent: "a token of a client without the role",
      path: orders,
      headers: bearer(await entra.tokenFor({ client: "fabrikam", product: "starter" })),
      status: 403,
      code: "role_missing",
      why: "a genuine token, but its client was not granted the product",
    },
    {
      sent: "a token of another product",
      path: orders,
      headers: bearer(await entra.tokenFor({ client: "contoso", product: "pro" })),
      status: 401,
      code: "token_other_product",
      why: "its audience is not this product's",
    },
    {
      sent: "an expired token",
      path: orders,
      headers: bearer(await entra.flawed.expired(wish)),
      status: 401,
      code: "token_expired",
      why: "exp lies further back than clocks may differ",
    },
    {
      sent: "garbage",
      path: orders,
      headers: bearer("not-a-token"),
      status: 401,
      code: "token_malformed",
      why: "it is no signed JWT",
    },
    {
      sent: "the key of a pro subscription",
      path: reports,
      headers: key(PRIMARY_KEY),
      status: 200,
      why: "the subscription is active and pro accepts keys",
    },
    {
      sent: "the key of a suspended subscription",
      path: reports,
      headers: key(SUSPENDED_KEY),
      status: 401,
      code: "key_state",
      why: "only an active subscription admits",
    },
  ];
}
