/** A value in which every `${env:NAME}` is replaced. */
export function resolved<Value>(value: Value, environment: Readonly<Record<string, string>>): Value {
  if (typeof value === "string")
    return value.replaceAll(/\$\{env:([A-Za-z0-9_]+)\}/g, (_text, name: string) => {
      const found = environment[name];
      if (found === undefined) throw new Error(`no value for ${name}`);
      return found;
    }) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => resolved(one, environment)) as Value;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, resolved<unknown>(one, environment)]),
  ) as Value;
}
