/** How a token is put into a request. */
export interface Sending {
  readonly field: string;
  readonly scheme: string;
  /** Between scheme and token. */
  readonly gap: string;
  readonly after: string;
  /** Another field before or behind; `value` may hold `{token}` and `{other}`. */
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

/** A request as it came over the wire: target, and names and values of the fields in turn. */
export interface RawRequest {
  readonly target: string;
  readonly rawHeaders: readonly string[];
}

/** Puts a token into a request. */
export function sent(token: string, other: string, sending: Sending): RawRequest {
  const { field, scheme, gap, after, beside } = sending;
  const filled = (text: string): string => text.replaceAll("{token}", () => token).replaceAll("{other}", () => other);
  const own = [field, `${scheme}${gap}${token}${after}`];
  const more = beside === undefined ? [] : [beside.field, filled(beside.value)];
  const fields = beside?.where === "before" ? [...more, ...own] : [...own, ...more];
  return { target: filled(sending.target), rawHeaders: ["Host", "api.example.com", ...fields] };
}
