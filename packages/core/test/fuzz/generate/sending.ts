import fc, { type Arbitrary } from "fast-check";
import { PLAINLY, type Sending } from "../tokens/sending.js";

const usual = <K extends keyof Sending>(name: K) => fc.constant(PLAINLY[name]);
const field = fc.constantFrom("Authorization", "authorization", "AUTHORIZATION", "aUTHORIZATIOn");

const beside = fc.record({
  where: fc.constantFrom("before" as const, "behind" as const),
  field: fc.constantFrom(
    "authorization",
    "Authorization",
    "X-Authorization",
    "Proxy-Authorization",
    "Cookie",
    "X-Api-Key",
  ),
  value: fc.constantFrom(
    "Bearer {token}",
    "Bearer {other}",
    "Bearer",
    "",
    "Basic dXNlcjpwYXNz",
    "{other}",
    "access_token={other}",
  ),
});

/** Ways to send a token, odd ones too. */
export const sending: Arbitrary<Sending> = fc.oneof(
  fc.record({
    field,
    scheme: fc.constantFrom("Bearer", "bearer", "BEARER", "bEaReR"),
    gap: fc.constantFrom(" ", "  ", "          "),
    after: usual("after"),
    target: fc.constantFrom(
      "/orders",
      "/",
      "*",
      "//",
      "/a%2Fb?access_token={other}",
      "/?subscription-key=x&subscription-key=y",
    ),
  }),
  fc.record({
    field: fc.constantFrom(
      "Authorization",
      "X-Authorization",
      "Authorisation",
      "Proxy-Authorization",
      "Authorization\u00a0",
    ),
    scheme: fc.constantFrom(
      ...[
        "Bearer",
        "",
        " Bearer",
        "Bearer:",
        "Bearer,",
        "Bearers",
        "Bear",
        "Token",
        "JWT",
        "Basic",
        "DPoP",
        "Bearer Bearer",
      ],
      ...["Ｂearer", "Bearer\u00a0", "Bearer\t", "Bearer\0", "bea\u0280er", 'Bearer realm="x",'],
    ),
    gap: fc.constantFrom(" ", "", "\t", "\u00a0", "  ", "\u2003", "=", ","),
    after: fc.constantFrom("", " ", "\t", ",", ", Basic dXNlcjpwYXNz", ";", " x"),
    target: usual("target"),
  }),
  fc.record({
    field,
    scheme: usual("scheme"),
    gap: usual("gap"),
    after: usual("after"),
    target: usual("target"),
    beside,
  }),
);
