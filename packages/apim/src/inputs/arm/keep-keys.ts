import type { Position } from "./reading.js";
import type { Value } from "./template-value.js";

/** Puts keys that stand in the clear where no report reads them. */
export function keepKeys(
  names: readonly string[],
  property: (name: string) => Value | undefined,
  position: Position,
): void {
  const [id] = names;
  const primaryKey = property("primaryKey");
  const secondaryKey = property("secondaryKey");
  if (id === undefined || typeof primaryKey !== "string" || primaryKey === "") return;
  position.reading.keys.set(id, {
    primaryKey,
    ...(typeof secondaryKey === "string" && secondaryKey !== "" ? { secondaryKey } : {}),
  });
}
