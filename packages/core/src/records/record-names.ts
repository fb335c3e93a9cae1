/** Whether records can have this kind. */
export function isRecordKind(kind: unknown): kind is string {
  return typeof kind === "string" && /^[a-z-]{1,32}$/.test(kind);
}

/** Whether a record can have this id, or this owner. */
export function isRecordId(id: unknown): id is string {
  return typeof id === "string" && /^[A-Za-z0-9._:~-]{1,128}$/.test(id);
}
