// The search: what it reads of a page, and which pages come first.

/** For VitePress's local search: HTML of a page without colors, which would take as long as the page itself; empty for one that is not searched. */
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

/** For MiniSearch, which VitePress's local search uses. */
export const searchOptions = { boostDocument };

/**
 * How much a place counts. The reference, and the pages of packages that have a guide, repeat words of the pages that explain
 * them; the top of a page comes before its sections. VitePress sends the text of this function to the browser: it stands alone.
 */
function boostDocument(address, term, { titles }) {
  const weights = [
    [/\/api\/testkit/, 0.1],
    [/\/(?:api\/|performance\/tables|import-findings|changelog|contributing|packages\/testkit)/, 0.3],
    [/\/(?:packages\/(?:apim|create|graph|openapi|portal|routes)|findings|portal-json|examples\/)/, 0.6],
  ];
  const [, weight] = weights.find(([page]) => page.test(address)) ?? [undefined, 1];
  return titles.length === 0 ? weight * 1.5 : weight;
}
