import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import type { RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPortal, verifyDelegation, type Portal } from "@product-auth/portal";
import express, { type Express, type Request } from "express";

/** What the application brings along. */
export interface Surroundings {
  readonly catalog: ProductAuthOptions;
  readonly repository: SubscriptionRepository;
  readonly records: RecordRepository;
  readonly publicUrl: string;
  /** Address of the page below. */
  readonly siteUrl: string;
  /** 64 random bytes, base64. */
  readonly validationKey: string;
}

export function createDelegatingPortal(options: Surroundings): Portal {
  const { catalog, repository, records, publicUrl, siteUrl, validationKey } = options;
  const auth = createProductAuth({ ...catalog, subscriptions: repository });
  // #region portal
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    publicUrl, // https://api.example.com/developer
    signIn: [], // the site signs in
    delegation: {
      url: siteUrl, // https://www.example.com/delegation
      validationKey, // openssl rand -base64 64
    },
  });
  // #endregion portal
  return portal;
}

/** A user of the site, by its own session. */
interface Customer {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The site, in the same process. `customerOf`: the user who is signed in there. */
export function createSite(
  { repository, publicUrl, validationKey }: Surroundings,
  portal: Portal,
  customerOf: (req: Request) => Customer | undefined,
): Express {
  const subscriptions = administerSubscriptions({ repository });
  const site = express();
  // #region site
  site.get("/delegation", async (req, res) => {
    const asked = verifyDelegation(req.url.slice(req.path.length + 1), { validationKey });
    const customer = customerOf(req); // the session of the site
    if (!asked.isValid) {
      res.status(400).send("This link is not valid.");
    } else if (customer === undefined) {
      res.redirect("/login");
    } else if (asked.operation === "SignIn" || asked.operation === "SignUp") {
      if ((await portal.users.get(customer.id)) === undefined) await portal.users.create(customer);
      const token = await portal.users.signInToken(customer.id, { salt: asked.salt });
      const query = new URLSearchParams({ token, returnUrl: asked.returnUrl });
      res.redirect(`${publicUrl}/signin-sso?${query.toString()}`);
    } else if (asked.operation === "Subscribe" && asked.userId === customer.id) {
      const action = `/buy/${encodeURIComponent(asked.productId)}`;
      res.send(`<form method="post" action="${action}"><button>Buy</button></form>`);
    } else {
      res.redirect("/account"); // the pages of the site for profile, password and contracts
    }
  });

  site.post("/buy/:product", async (req, res) => {
    const customer = customerOf(req); // and protect this form as all forms of the site
    if (customer === undefined) {
      res.redirect("/login");
    } else {
      const scope = `/products/${req.params.product}`;
      const { subscription, primaryKey } = await subscriptions.create({ scope, ownerId: customer.id });
      res.send(`${subscription.id}: ${primaryKey}`); // shown this once
    }
  });
  // #endregion site
  return site;
}
