/** JSON that no value stands for, such as 1e400, written as it is. */
export interface Raw {
  readonly raw: string;
}

export const raw = (text: string): Raw => ({ raw: text });

/** A JSON object as it will be written: members in order, of which several may have one name. */
export type Members = readonly (readonly [name: string, value: unknown])[];

/** A token before it is signed. */
export interface Draft {
  readonly header: Members;
  readonly claims: Members;
}

export const membersOf = (object: Readonly<Record<string, unknown>>): Members => Object.entries(object);

/** Writes members as JSON. */
export const written = (members: Members): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${writtenValue(value)}`).join(",")}}`;

/** Writes one value as JSON. */
export function writtenValue(value: unknown): string {
  if (isRaw(value)) return value.raw;
  if (Array.isArray(value)) return `[${value.map(writtenValue).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return written(Object.entries(value));
}

const isRaw = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && Object.hasOwn(value, "raw");

/** The value of the last member of this name, as JSON readers have it. */
export const lastOf = (members: Members, name: string): unknown =>
  members.findLast(([one]) => one === name)?.[1];
