// What the search reads of a page: its text and its code without colors, which would take as long as the page itself.

/** For VitePress's local search: HTML of a page, empty for one that is not searched. */
export function renderPlain(source, env, md) {
  const { highlight } = md.options;
  md.options.highlight = null;
  try {
    const html = md.render(source, env);
    return env.frontmatter?.search === false ? "" : html;
  } finally {
    md.options.highlight = highlight;
  }
}
