/** What is said of each time: before it and after it. `{}` stands for the distance. */
const WORDS: Readonly<Record<string, readonly [ahead: string, past: string]>> = {
  exp: ["expires in {}", "expired {} ago"],
  nbf: ["begins in {}", "began {} ago"],
  iat: ["issued {} from now", "issued {} ago"],
  auth_time: ["signed in {} from now", "signed in {} ago"],
};

/** The claims that are times (NumericDate, RFC 7519 §2), as dates and in words. `now` is in milliseconds since 1970. */
export function timesIn(
  claims: Readonly<Record<string, unknown>>,
  now: number,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(WORDS).flatMap(([name, [ahead, past]]) => {
      const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
      const date = new Date(typeof claim === "number" ? claim * 1000 : Number.NaN);
      if (Number.isNaN(date.getTime())) return [];
      const seconds = (date.getTime() - now) / 1000;
      const words = (seconds > 0 ? ahead : past).replace("{}", distance(Math.abs(seconds)));
      return [[name, `${date.toISOString().slice(0, 19)}Z, ${words}`]];
    }),
  );
}

/** A span of time in its fitting unit: "5 minutes". */
export function distance(seconds: number): string {
  if (seconds < 99.5) return counted(seconds, "second");
  if (seconds < 99 * 60) return counted(seconds / 60, "minute");
  if (seconds < 48 * 3600) return counted(seconds / 3600, "hour");
  return counted(seconds / 86_400, "day");
}

function counted(amount: number, unit: string): string {
  const whole = Math.round(amount);
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
}
