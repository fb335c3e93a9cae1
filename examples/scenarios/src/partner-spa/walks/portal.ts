import { randomBytes } from "node:crypto";
import type { OutboxMail } from "@product-auth/portal";
import { newTerminalBrowser } from "../../ground/terminal-browser.js";
import type { TakeStep } from "../../ground/walk.js";
import type { PartnerWorld } from "./world.js";

const DEVELOPER = "dana@fabrikam.example";

/** A developer of the partner is invited, and tries the test backend. */
export async function walkThroughPortal(
  step: TakeStep,
  { api, app, mail, portal }: Pick<PartnerWorld, "api" | "app" | "mail" | "portal">,
): Promise<void> {
  const dana = newTerminalBrowser();
  const testOrders = `${app.api}/test/orders`;

  await step({
    does: "A visitor opens the portal.",
    sees: "the page Sign in",
    why: "Only invited people see the APIs for partners, and there is no sign-up without a link.",
    take: async () => {
      const { url, text } = await newTerminalBrowser().open(`${portal}/apis`);
      const isClosed = url.pathname.endsWith("/signin") && !text.includes("/signup");
      return { saw: isClosed ? "the page Sign in" : url.href, value: undefined };
    },
  });
  await step({
    does: `Alex of Contoso signs in with Entra ID, and invites ${DEVELOPER} to the group Fabrikam.`,
    sees: `a mail to ${DEVELOPER}`,
    why: "The link is valid for 48 hours and works once; an app role makes Alex an administrator.",
    take: async () => {
      const alex = newTerminalBrowser();
      await alex.pickAccount(await alex.open(`${portal}/signin/entra`), "alex");
      const form = await alex.open(`${portal}/admin/users/invite`);
      const fields = { "e-mail": DEVELOPER, "first-name": "Dana", groups: "fabrikam" };
      await alex.submit(form, fields, "/invite");
      return { saw: `a mail to ${mail.messages[0]?.to}`, value: undefined };
    },
  });
  await step({
    does: "Dana opens the link of the mail, and chooses a password.",
    sees: "Profile of Dana",
    why: "The link proves the address; no account in the tenant is made for her.",
    take: async () => {
      const password = randomBytes(12).toString("base64url");
      const profile = await dana.submit(
        await dana.open(linkIn(mail)),
        { "new-password": password },
        "/welcome",
      );
      const isHers = profile.url.pathname.endsWith("/profile") && profile.text.includes("Dana");
      return { saw: isHers ? "Profile of Dana" : `${profile.status} ${profile.url.href}`, value: undefined };
    },
  });
  const key = await step({
    does: "She subscribes to Sandbox.",
    sees: "a key",
    why: "It opens the test backend alone. The product Partners takes no key: its users sign in.",
    take: async () => {
      const form = await dana.open(`${portal}/products/sandbox/subscribe`);
      const { text } = await dana.submit(form, { name: "Orders app" }, "/subscribe");
      const [, value = ""] = /id="primary-key"\s+value="([^"]+)"/.exec(text) ?? [];
      return { saw: value === "" ? "no key" : "a key", value };
    },
  });
  await step({
    does: "She calls GET /test/orders with her key.",
    sees: "200",
    why: "The test backend answers as the API does, with invented data.",
    take: () => api.call(testOrders, { key }),
  });
  await step({
    does: "She calls GET /orders with her key.",
    sees: "401 token_missing",
    why: "What is real takes a user's token.",
    take: () => api.call(`${app.api}/orders`, { key }),
  });
}

/** The link in the newest mail. */
function linkIn({ messages }: OutboxMail): string {
  const [link] = /https:\/\/\S+/.exec(messages[0]?.text ?? "") ?? [];
  if (link === undefined) throw new Error("The newest mail has no link.");
  return link;
}
