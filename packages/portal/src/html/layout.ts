import type { JsonObject } from "@product-auth/core/records";
import type { FieldProblem } from "./form.js";
import { markdown } from "./markdown.js";
import { attribute, html, type Fragment, type Html } from "./template.js";

/** What surrounds every page. */
export interface Surroundings {
  /** Title of the portal. */
  readonly title: string;
  /** Address of the logo. */
  readonly logo?: string | undefined;
  /** Text at the end of every page, in Markdown. */
  readonly footer?: string | undefined;
  /** Address of the file below `{base}/_/`. */
  readonly asset: (name: string) => string;
  /** Address of a path of the portal. */
  readonly to: (...segments: readonly string[]) => string;
  /** Shows a ribbon: a portal for development. */
  readonly isDevelopment: boolean;
  /** Whether there are pages for client applications. */
  readonly hasApplications: boolean;
  readonly viewer: {
    readonly isSignedIn: boolean;
    readonly isAdministrator: boolean;
  };
  /** Path of this page, to mark its link in the navigation. */
  readonly path: string;
}

/** The content of a page. */
export interface PageContent {
  readonly h1: string;
  /** The page above this one, linked above the heading. */
  readonly above?: { readonly text: string; readonly href: string };
  readonly body: Fragment;
  /** Scripts by name, besides those of every page. */
  readonly scripts?: readonly string[];
  /**
   * Whether the address of the page is secret. Other pages of the same origin, whose operator logs `Referer`, then get the origin
   * alone. Not `no-referrer`, with which browsers send `Origin: null` with forms.
   */
  readonly isAddressSecret?: boolean;
  /** Confirms what was done. */
  readonly status?: string;
  /**
   * What the page shows, for programs that accept JSON: times as texts in ISO 8601, members named as in Azure Resource Manager.
   * Never more than the page shows, besides ids, and a secret only in the very answer that shows it.
   */
  readonly data?: JsonObject;
  /** What is wrong with the form that was sent. */
  readonly problems?: readonly FieldProblem[];
}

/** A whole page. */
export function layout(content: PageContent, around: Surroundings): Html {
  const { h1, above, body, scripts = [], status } = content;
  const { title, logo, footer, asset, to } = around;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        ${content.isAddressSecret === true && html`<meta name="referrer" content="strict-origin" />`}
        <title>${h1 === title ? title : `${h1} – ${title}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="${asset("icon.svg")}" type="image/svg+xml" />
        <link rel="stylesheet" href="${asset("style.css")}" />
        ${["page.js", ...scripts].map((name) => html`<script src="${asset(name)}" type="module"></script>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="banner">
          <div class="bar">
            <a class="brand" href="${to()}"
              >${logo !== undefined && html`<img src="${logo}" alt="" />`}${title}</a
            >
            ${navigation(around)}
          </div>
          ${around.isDevelopment && html`<p class="ribbon">Development: do not use real data here.</p>`}
        </header>
        <main id="content" tabindex="-1">
          ${status !== undefined && html`<p class="status" role="status">${status}</p>`}
          ${above !== undefined && html`<p class="path"><a href="${above.href}">${above.text}</a></p>`}
          <h1>${h1}</h1>
          ${body}
        </main>
        ${footer !== undefined && html`<footer class="text">${markdown(footer)}</footer>`}
      </body>
    </html> `;
}

function navigation({ to, viewer, path, hasApplications }: Surroundings): Html {
  const link = (text: string, segment: string) => {
    const isHere = path === `/${segment}` || path.startsWith(`/${segment}/`);
    return html`<li><a href="${to(segment)}" ${attribute("aria-current", isHere && "page")}>${text}</a></li>`;
  };
  return html`<nav aria-label="Main">
    <ul>
      ${link("APIs", "apis")} ${link("Products", "products")}
      ${
        viewer.isSignedIn
          ? html`${link("Subscriptions", "subscriptions")}
              ${hasApplications && link("Applications", "applications")} ${link("Profile", "profile")}
              ${viewer.isAdministrator && link("Administration", "admin")}
              <li>
                <form method="post" action="${to("signout")}"><button class="plain">Sign out</button></form>
              </li>`
          : link("Sign in", "signin")
      }
    </ul>
  </nav>`;
}
