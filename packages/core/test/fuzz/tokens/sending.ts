/** How a token is put into a request. */
export interface Sending {
  readonly field: string;
  readonly scheme: string;
  /** Between scheme and token. */
  readonly gap: string;
  readonly after: string;
  /** Another field before or behind; `{token}` and `{other}` in its value stand for the two tokens. */
  readonly beside?: { readonly where: "before" | "behind"; readonly field: string; readonly value: string };
  readonly target: string;
}

/** As every client does it. */
export const PLAINLY: Sending = {
  field: "Authorization",
  scheme: "Bearer",
  gap: " ",
  after: "",
  target: "/orders",
};

/** Every part of a request with what else may stand there, right and wrong. */
export const ODDITIES = {
  field: [
    ...[
      "Authorization",
      "authorization",
      "AUTHORIZATION",
      "aUTHORIZATIOn",
      "X-Authorization",
      "Authorisation",
    ],
    ...["Proxy-Authorization", "Authorization\u00a0"],
  ],
  scheme: [
    ...[
      "Bearer",
      "bearer",
      "BEARER",
      "bEaReR",
      "",
      " Bearer",
      "Bearer:",
      "Bearer,",
      "Bearers",
      "Bear",
      "Token",
    ],
    ...[
      "JWT",
      "Basic",
      "DPoP",
      "Bearer Bearer",
      "Ｂearer",
      "Bearer\u00a0",
      "Bearer\t",
      "Bearer\0",
      "bea\u0280er",
    ],
    'Bearer realm="x",',
  ],
  gap: [" ", "  ", "          ", "", "\t", "\u00a0", "\u2003", "=", ",", " ".repeat(17_000)],
  after: ["", " ", "\t", ",", ", Basic dXNlcjpwYXNz", ";", " x", ", Bearer {other}"],
  target: [
    "/orders",
    "/",
    "*",
    "//",
    "/a%2Fb?access_token={other}",
    "/?subscription-key=x&subscription-key=y",
  ],
} as const satisfies { readonly [K in Exclude<keyof Sending, "beside">]: readonly string[] };

/** Other fields that may stand beside. */
export const BESIDE = {
  where: ["before", "behind"],
  field: ["authorization", "Authorization", "X-Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key"],
  value: [
    ...["Bearer {token}", "Bearer {other}", "Bearer", "", "Basic dXNlcjpwYXNz", "{other}"],
    "access_token={other}",
  ],
} as const;

/** A request as it came over the wire: target, and names and values of the fields in turn. */
export interface RawRequest {
  readonly target: string;
  readonly rawHeaders: readonly string[];
}

/** Puts a token into a request. */
export function sent(token: string, other: string, { beside, ...sending }: Sending): RawRequest {
  const filled = (text: string): string =>
    text.replaceAll("{token}", () => token).replaceAll("{other}", () => other);
  const own = [sending.field, `${sending.scheme}${sending.gap}${token}${filled(sending.after)}`];
  const more = beside === undefined ? [] : [beside.field, filled(beside.value)];
  const fields = beside?.where === "before" ? [...more, ...own] : [...own, ...more];
  return { target: filled(sending.target), rawHeaders: ["Host", "api.example.com", ...fields] };
}
