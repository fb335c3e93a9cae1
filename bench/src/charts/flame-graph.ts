import type { Frame } from "../measure/profiled.js";
import type { Circumstances } from "../report/circumstances.js";
import { captionOf } from "./caption.js";
import { element, picture, text } from "./svg.js";

const WIDTH = 860;
const MARGIN = 20;
const ROW = 18;
const ROOM = WIDTH - 2 * MARGIN;
const DEEPEST = 24;

const STYLE = `
  .ground { fill: #ffffff } .words { fill: #1f2328 } .faint { fill: #59636e }
  rect { stroke: #ffffff; stroke-width: 0.5 }
  .ours { fill: #80b3ff } .crypto { fill: #ffd8a8 } .other { fill: #d8dee4 } .label { fill: #1f2328; font-size: 10.5px }`;

/** A profile as bars on bars: as wide as the time that a function took, with what it called below it. */
export function flameGraph(title: string, root: Frame, made: Circumstances): string {
  const bars: string[] = [];
  let depth = 0;
  const draw = (frame: Frame, left: number, row: number): void => {
    const width = (frame.total / root.total) * ROOM;
    if (width < 1 || row >= DEEPEST) return;
    depth = Math.max(depth, row + 1);
    const [x, y] = [MARGIN + left, 50 + row * ROW];
    const share = `${((frame.total / root.total) * 100).toFixed(1)} %`;
    const bar = { x: round(x), y, width: round(width), height: ROW - 1, class: kindOf(frame) };
    bars.push(element("rect", bar, element("title", {}, `${labelOf(frame)}, ${share}`)));
    const room = Math.floor(width / 6.2);
    if (room >= 4)
      bars.push(text(labelOf(frame).slice(0, room), { x: round(x + 3), y: y + 12.5, class: "label" }));
    let next = left;
    for (const child of frame.children) {
      draw(child, next, row + 1);
      next += (child.total / root.total) * ROOM;
    }
  };
  draw(root, 0, 0);
  const lines = captionOf(made);
  const top = 50 + depth * ROW + 18;
  const height = top + lines.length * 15 + 6;
  return picture(
    { width: WIDTH, height, label: title, style: STYLE },
    text(title, { x: MARGIN, y: 30, class: "words", "font-size": 17, "font-weight": 600 }),
    ...bars,
    ...lines.map((line, i) => text(line, { x: MARGIN, y: top + i * 15, class: "faint", "font-size": 11 })),
  );
}

function kindOf({ name, url }: Frame): "ours" | "crypto" | "other" {
  if (/verifyOneShot|^hash$/.test(name)) return "crypto";
  return /\/packages\/[^/]+\/dist\//.test(url) ? "ours" : "other";
}

const labelOf = ({ name }: Frame): string => (name === "" ? "(no name)" : name);
const round = (value: number): number => Math.round(value * 100) / 100;
