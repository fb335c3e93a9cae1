// The page for an address that the site does not have. VitePress makes it by script alone: a web server sends 404.html for
// every such address, and readers without script get the same words.

/** The words, as VitePress's theme takes them. */
export const notFound = {
  title: "Page not found",
  quote: "The site has no page at this address.",
  link: "/documentation",
  linkLabel: "All pages of the documentation",
  linkText: "All pages",
};

/** For VitePress's `transformHtml`: the words in 404.html, beside what script will write. */
export function notFoundWithoutScript(html, base) {
  const address = `${base}${notFound.link.slice(1)}.html`;
  const words = `<main class="vp-doc not-found"><h1>${notFound.title}</h1><p>${notFound.quote} <a href="${address}">${notFound.linkText}</a></p></main>`;
  return html.replace('<div id="app"></div>', `$&<noscript>${words}</noscript>`);
}
