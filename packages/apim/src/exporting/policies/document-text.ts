import { responseOf } from "./written-rule-elements.js";
import type { XmlElement, XmlValue } from "./xml-element.js";

/** The scope of a document, and whether it refuses every request. */
interface DocumentKind {
  /** At the global scope there is nothing broader, and the backend is called. */
  readonly isGlobal: boolean;
  readonly isClosed: boolean;
}

/** A policy document in the form `rawxml`, with these elements in `inbound`, after those of the broader scopes. */
export function documentText(elements: readonly XmlElement[], { isGlobal, isClosed }: DocumentKind): string {
  const base = isGlobal ? [] : [BASE];
  const section = (name: string, content: readonly XmlElement[]): XmlElement => ({
    ...{ name, attributes: [], children: content },
  });
  const root = section("policies", [
    section("inbound", isClosed ? [responseOf(403), ...base] : [...base, ...elements]),
    section("backend", isGlobal ? [FORWARD] : base),
    section("outbound", base),
    section("on-error", base),
  ]);
  return `${lines(root, "").join("\n")}\n`;
}

const BASE: XmlElement = { name: "base", attributes: [], children: [] };
const FORWARD: XmlElement = { name: "forward-request", attributes: [], children: [] };

function lines({ name, attributes, children, text }: XmlElement, indent: string): readonly string[] {
  const start = `${indent}<${[name, ...attributes.map(([key, value]) => `${key}=${quoted(value)}`)].join(" ")}`;
  if (text !== undefined) return [`${start}>${escaped(text)}</${name}>`];
  if (children.length === 0) return [`${start} />`];
  return [`${start}>`, ...children.flatMap((child) => lines(child, `${indent}    `)), `${indent}</${name}>`];
}

// Code stands as it is, between single quotes: its strings hold none.
const quoted = (value: XmlValue): string =>
  typeof value === "object" ? `'@(${withNamedValues(value.code)})'` : `"${escaped(String(value))}"`;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string =>
  withNamedValues(
    text.replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`),
  );

const withNamedValues = (text: string): string =>
  text.replaceAll(/\$\{env:([A-Za-z0-9_]{1,256})\}/g, (_, name: string) => `{{${name}}}`);
