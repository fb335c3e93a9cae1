/** Writes a parsed body as its type says it was sent. Objects in objects are no fields of a form, and are left out. */
export function encodeParsed(body: unknown, type: string | null): string {
  if (!/^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type ?? ""))
    return JSON.stringify(body) ?? "";
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(body ?? {}) as [string, unknown][])
    for (const item of valuesOf(value)) if (typeof item === "string") fields.append(name, item);
  return fields.toString();
}

// The package qs makes an object with the keys "0", "1", ... of a list that is longer than its `arrayLimit`.
function valuesOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [value].flat();
  return Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : [];
}
