/**
 * Reads a cookie from the `Cookie` fields of a request (RFC 6265 §4.2.1): the value without surrounding quotes, all values
 * when the name stands there more than once, or undefined. Decodes nothing. HTTP/2 may send one field per cookie (RFC
 * 9113 §8.2.3), so several fields count as one. Linear in the length of the fields.
 */
export function readCookie(
  fields: string | readonly string[],
  name: string,
): string | readonly string[] | undefined {
  const values = linesOf(fields).flatMap((line) => valuesIn(line, name));
  return values.length > 1 ? values : values[0];
}

/** The length of all `Cookie` fields together, in characters; a field without any counts as one. */
export function cookieLength(fields: string | readonly string[]): number {
  let length = 0;
  for (const line of linesOf(fields)) length += line.length + 1;
  return length;
}

const linesOf = (fields: string | readonly string[]) => (typeof fields === "string" ? [fields] : fields);

function valuesIn(line: string, name: string): readonly string[] {
  const values: string[] = [];
  let equals = -1;
  for (let at = 0; at <= line.length;) {
    const semicolon = line.indexOf(";", at);
    const end = semicolon === -1 ? line.length : semicolon;
    if (equals < at) equals = line.indexOf("=", at); // searched once per pair, or a line of semicolons takes long
    if (equals === -1) return values;
    if (equals < end && trimmed(line.slice(at, equals)) === name)
      values.push(unquoted(line.slice(equals + 1, end)));
    at = end + 1;
  }
  return values;
}

function unquoted(value: string): string {
  const text = trimmed(value);
  const isQuoted = text.length >= 2 && text.startsWith('"') && text.endsWith('"');
  return isQuoted ? text.slice(1, -1) : text;
}

// Spaces and tabs only. `trim()` also removes Unicode white space, which browsers keep in names: a page of another
// subdomain could then set a cookie that counts as `__Host-…`.
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number) => code === 0x20 || code === 0x09;
