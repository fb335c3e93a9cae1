/** C# code of a policy expression, without its `@(…)`. */
export interface Code {
  readonly code: string;
}

/** Text, in which `${env:NAME}` stands for a named value, or code. */
export type XmlValue = string | number | boolean | Code;

/** An element of a policy document. Its content is text or elements. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: XmlValue])[];
  readonly children: readonly XmlElement[];
  readonly text?: string;
}

/** Attributes that are undefined are left out. */
type Attributes = Readonly<Record<string, XmlValue | undefined>>;

/** An element with elements in it. */
export const element = (
  name: string,
  attributes: Attributes = {},
  children: readonly XmlElement[] = [],
): XmlElement => ({
  name,
  attributes: Object.entries(attributes).filter((one): one is [string, XmlValue] => one[1] !== undefined),
  children,
});

/** An element with text in it. */
export const textElement = (name: string, text: string, attributes: Attributes = {}): XmlElement => ({
  ...element(name, attributes),
  text,
});

/** A list such as `audiences`; nothing for an empty one, which the gateway refuses. */
export const listElement = (name: string, children: readonly XmlElement[]): readonly XmlElement[] =>
  children.length === 0 ? [] : [element(name, {}, children)];
