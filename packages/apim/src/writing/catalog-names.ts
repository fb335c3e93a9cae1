import type { Configuration } from "../configuration/configuration.js";

/** The names of APIs in a catalog, by their names in the service: a catalog allows fewer characters. */
export function apiNamesOf({ apis }: Pick<Configuration, "apis">): ReadonlyMap<string, string> {
  const taken = new Set(apis.map(({ name }) => name).filter(isSound));
  return new Map(
    apis.map(({ name }) => {
      if (isSound(name)) return [name, name];
      const plain = `${/^[A-Za-z0-9]/.test(name) ? "" : "api-"}${name.replaceAll(/[^A-Za-z0-9._-]/g, "-")}`;
      const short = plain.slice(0, 70);
      let other = short;
      for (let i = 2; taken.has(other); i++) other = `${short}-${i}`;
      taken.add(other);
      return [name, other];
    }),
  );
}

const isSound = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name);
