import type { Edition, Logo, PortalTexts, PublishedSettings } from "./edition.js";

/** Settings with the content of the logo in place of its path. */
export interface LoadedSettings extends Omit<PublishedSettings, "logo"> {
  readonly logo?: Logo;
}

/** The color of links and buttons that the style has by default. */
export const DEFAULT_ACCENT = "#0b5cad";

/** The edition of settings; the first ones take precedence. Texts are taken one by one. */
export function editionOf(...layers: readonly (LoadedSettings | undefined)[]): Edition {
  const all = layers.filter((layer) => layer !== undefined);
  function first<Name extends keyof LoadedSettings>(name: Name): LoadedSettings[Name] | undefined {
    return all.find((layer) => layer[name] !== undefined)?.[name];
  }
  return Object.freeze({
    title: first("title") ?? "Developer portal",
    accent: (first("accent") ?? DEFAULT_ACCENT).toLowerCase(),
    logo: first("logo"),
    anonymous: first("anonymous") ?? "browse",
    signUp: first("signUp") ?? "invitation",
    terms: first("terms"),
    texts: Object.freeze(all.reduceRight<PortalTexts>((texts, layer) => ({ ...texts, ...layer.texts }), {})),
  });
}
