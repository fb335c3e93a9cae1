const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is written as a GUID; any version, either case. */
export function isGuid(text: string): boolean {
  return shape.test(text);
}
