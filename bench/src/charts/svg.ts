type Attributes = Readonly<Record<string, string | number>>;

/** An element with its children. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const head = `${name}${written(attributes)}`;
  return children.length === 0 ? `<${head}/>` : `<${head}>\n${children.join("\n")}\n</${name}>`;
}

/** A line of text. */
export function text(words: string, attributes: Attributes): string {
  return `<text${written(attributes)}>${escaped(words)}</text>`;
}

const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join("");

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!);

/** What a whole picture is. `extra` are attributes of its own. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  readonly style: string;
  readonly extra?: Attributes;
}

/** A whole picture on its ground. */
export function picture({ width, height, label, style, extra = {} }: Frame, ...children: string[]): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": "system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif",
    ...extra,
    role: "img",
    "aria-label": label,
  };
  const ground = element("rect", { width, height, class: "ground" });
  return `${element("svg", attributes, `<style>${style}\n</style>`, ground, ...children)}\n`;
}
