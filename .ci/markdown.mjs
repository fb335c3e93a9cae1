// A page of Markdown as its checkers need it: its code blocks, and its prose with the links and headings in it.

/**
 * `blocks`: fenced code, each with its language, its lines without the fence's indentation, the line number of the
 * opening fence and the HTML comment before it, if any. `prose`: the other lines, with inline code emptied, as
 * `{ line, text }`. `alone`: the HTML comments without a block behind them, as `{ line, comment }`.
 */
export function readMarkdown(text) {
  const blocks = [];
  const prose = [];
  let open;
  const alone = new Map();
  let comment;
  text.split("\n").forEach((raw, index) => {
    const line = index + 1;
    if (open !== undefined) {
      if (raw.trim().startsWith(open.fence) && raw.trim().replaceAll(open.fence[0], "") === "") {
        blocks.push({ ...open, end: line });
        open = undefined;
      } else open.lines.push(raw.slice(Math.min(open.indent.length, raw.search(/\S|$/))));
      return;
    }
    const fence = /^([ \t>]*)(`{3,}|~{3,})\s*([^\s`]*)/.exec(raw);
    if (fence) {
      open = {
        line,
        indent: fence[1],
        fence: fence[2],
        language: fence[3].toLowerCase(),
        lines: [],
        comment: comment?.text,
      };
      if (comment !== undefined) alone.delete(comment.line);
      comment = undefined;
      return;
    }
    const isComment = /^\s*<!--\s*(.*?)\s*-->\s*$/.exec(raw);
    if (isComment) {
      comment = { line, text: isComment[1] };
      alone.set(line, comment.text);
    } else if (raw.trim() !== "") comment = undefined;
    if (!isComment) prose.push({ line, text: raw.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "``"), raw });
  });
  if (open !== undefined) blocks.push({ ...open, end: undefined }); // GitHub runs it to the end of the page
  return { blocks, prose, alone: [...alone].map(([line, text]) => ({ line, comment: text })) };
}

/** Where a page leads: `{ line, target }` for inline links, images, reference definitions and HTML attributes. */
export function linksOf({ prose }) {
  const forms = [
    /\]\(\s*<([^>]*)>/g,
    /\]\(\s*([^<\s)][^\s)]*(?:\([^\s)]*\)[^\s)]*)?)/g,
    /^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g,
    /\b(?:href|src)="([^"]*)"/g,
  ];
  return prose.flatMap(({ line, text }) =>
    forms.flatMap((form) => [...text.matchAll(form)].map((match) => ({ line, target: match[1] }))),
  );
}

/** The names a link can put behind "#": GitHub's ids of the headings, and ids written by hand. */
export function anchorsOf({ prose }) {
  const anchors = new Set();
  prose.forEach(({ raw, text }, index) => {
    for (const [, id] of text.matchAll(/\b(?:id|name)="([^"]*)"/g)) anchors.add(id);
    const underlined = /^(=+|-+)\s*$/.test(prose[index + 1]?.text ?? "") && /^[^\s#>|-]/.test(raw);
    const heading =
      /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/.exec(raw)?.[1] ?? (underlined ? raw.trim() : undefined);
    if (heading === undefined) return;
    const slug = slugOf(heading);
    let unique = slug;
    for (let count = 1; anchors.has(unique); count++) unique = `${slug}-${count}`; // GitHub numbers the later ones
    anchors.add(unique);
  });
  return anchors;
}

/** GitHub's rule: the visible text in lower case, without punctuation but `-` and `_`, spaces as `-`. */
export function slugOf(heading) {
  return heading
    .replace(/<[^>]*>/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(^|[^\w])[*_]+(?=\S)|(?<=\S)[*_]+(?=[^\w]|$)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}
