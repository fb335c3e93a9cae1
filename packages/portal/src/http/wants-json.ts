/** Longest header that is read. Browsers send less than 200 characters. */
const LONGEST_HEADER = 1024;

/**
 * Whether a client prefers JSON to a page, by the quality values of `Accept` (RFC 9110, section 12.5.1). Where both have the
 * same quality, a client that names JSON and not HTML gets JSON: `application/json` beside the range of all types. All others, and a client that accepts
 * anything, get a page.
 */
export function wantsJson(accept: string | null): boolean {
  if (accept === null || accept.length > LONGEST_HEADER) return false;
  const ranges = accept.toLowerCase().split(",").map(rangeOf);
  const html = preferenceOf(["text/html", "text/*", "*/*"], ranges);
  const json = maximum(
    preferenceOf(["application/json", "application/*", "*/*"], ranges),
    preferenceOf(["application/problem+json", "application/*", "*/*"], ranges),
  );
  if (json.quality !== html.quality) return json.quality > html.quality;
  return json.quality > 0 && json.precision > html.precision;
}

interface Range {
  readonly name: string;
  readonly quality: number;
}

interface Preference {
  readonly quality: number;
  /** 2: the type itself is named; 1: by its first half; 0: by the range of all types, or not at all. */
  readonly precision: number;
}

/** A range and its quality; 0 for one that does not have the form of a quality. */
function rangeOf(text: string): Range {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return { name, quality: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 };
}

/** The quality of a type: that of the most specific range. `names`: the ranges that contain it, the most specific first. */
function preferenceOf(names: readonly string[], ranges: readonly Range[]): Preference {
  for (const [i, name] of names.entries()) {
    const found = ranges.filter((range) => range.name === name);
    if (found.length > 0)
      return { quality: Math.max(...found.map(({ quality }) => quality)), precision: 2 - i };
  }
  return { quality: 0, precision: 0 };
}

const maximum = (a: Preference, b: Preference): Preference =>
  b.quality > a.quality || (b.quality === a.quality && b.precision > a.precision) ? b : a;
