import { slugOf } from "../../.ci/markdown.mjs";
import { links } from "../links.mjs";
import { renderPlain } from "../search.mjs";
import { withoutScript } from "../without-script.mjs";
import { addresses } from "../pages.mjs";
import { cache, output, pages } from "../places.mjs";
import { apiShelves, shelves } from "../shelves.mjs";

export default {
  title: "Product Auth",
  description:
    "Enforces the access rules of Azure API Management products in Express, Koa and Fastify backends",
  lang: "en",
  base: process.env.SITE_BASE ?? "/",
  srcDir: pages,
  outDir: output,
  cacheDir: cache,
  rewrites: Object.fromEntries(addresses),
  head: [
    ["link", { rel: "icon", href: "data:," }],
    ["noscript", {}, `<style>${withoutScript}</style>`],
  ],
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: "github-light-high-contrast", dark: "github-dark" },
    config: (md) => void md.use(links),
  },
  themeConfig: {
    search: { provider: "local", options: { _render: renderPlain } },
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
