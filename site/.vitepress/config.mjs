import { slugOf } from "../../.ci/markdown.mjs";
import { descriptionOf } from "../descriptions.mjs";
import { links } from "../links.mjs";
import { notFound, notFoundWithoutScript } from "../not-found.mjs";
import { renderPlain, searchOptions } from "../search.mjs";
import { withoutScript } from "../without-script.mjs";
import { darkSheet } from "../without-script-dark.mjs";
import { addresses } from "../pages.mjs";
import { cache, output, pages } from "../places.mjs";
import { apiShelves, shelves } from "../shelves.mjs";

const base = process.env.SITE_BASE ?? "/";
const withoutScriptHead = `<style>${withoutScript}</style><link rel="stylesheet" href="${base}${darkSheet}" media="screen and (prefers-color-scheme: dark)">`;

export default {
  title: "Product Auth",
  description:
    "Enforces the access rules of Azure API Management products in Express, Koa and Fastify backends",
  lang: "en",
  base,
  srcDir: pages,
  outDir: output,
  cacheDir: cache,
  rewrites: Object.fromEntries(addresses),
  head: [
    ["link", { rel: "icon", href: "data:," }],
    ["noscript", {}, withoutScriptHead],
  ],
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => void md.use(links),
  },
  transformPageData: ({ filePath }) => ({ description: descriptionOf(filePath) }),
  transformHtml: (html, file) => (file.endsWith("404.html") ? notFoundWithoutScript(html, base) : html),
  themeConfig: {
    notFound,
    search: { provider: "local", options: { _render: renderPlain, miniSearch: { searchOptions } } },
    nav: [
      { text: "Documentation", link: "/documentation" },
      { text: "API", link: "/api/" },
      { text: "Changelog", link: "/changelog" },
    ],
    sidebar: { "/api/": apiShelves(), "/": shelves() },
    outline: [2, 3],
  },
  vite: { build: { chunkSizeWarningLimit: 4_000 } },
};
