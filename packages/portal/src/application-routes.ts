import type { Route } from "./call.js";
import { consoleTokenView } from "./views/console-token.js";
import {
  addProductAct,
  addProductForAct,
  addProductForPage,
  addProductPage,
} from "./views/applications/add-product.js";
import {
  adminApplicationAct,
  adminApplicationPage,
  transferAct,
  transferPage,
} from "./views/applications/admin-application.js";
import { adminApplicationsPage } from "./views/applications/admin-applications.js";
import { applicationPage } from "./views/applications/application.js";
import { applicationsPage } from "./views/applications/applications.js";
import { deleteAct, deletePage } from "./views/applications/delete-application.js";
import { newSecretAct, newSecretPage } from "./views/applications/new-secret.js";
import { registerAct, registerForAct, registerForPage, registerPage } from "./views/applications/register.js";
import { jobAct, jobPage, registrationAct, registrationPage } from "./views/applications/registration.js";
import { removeProductAct, removeProductPage } from "./views/applications/remove-product.js";
import { removeSecretAct, removeSecretPage } from "./views/applications/remove-secret.js";
import { reviewLinkAct, reviewLinkPage } from "./views/applications/review-link.js";

const OWN = "/applications/{clientId}";
const ANY = "/admin/applications/{clientId}";

/** The pages of client applications. A portal without the option `applications` has none of them. */
export const applicationRoutes: readonly Route[] = [
  { path: "/applications", who: "user", get: applicationsPage },
  { path: "/applications/new", who: "user", get: registerPage, post: registerAct },
  {
    path: "/applications/registrations/{job}",
    who: "user",
    get: registrationPage,
    post: registrationAct,
  },
  { path: OWN, who: "user", get: applicationPage },
  { path: `${OWN}/secrets/new`, who: "user", get: newSecretPage, post: newSecretAct },
  { path: `${OWN}/secrets/{keyId}/remove`, who: "user", get: removeSecretPage, post: removeSecretAct },
  { path: `${OWN}/products/add`, who: "user", get: addProductPage, post: addProductAct },
  { path: `${OWN}/products/{product}/remove`, who: "user", get: removeProductPage, post: removeProductAct },
  { path: `${OWN}/delete`, who: "user", get: deletePage, post: deleteAct },
  { path: "/console/token", who: "user", takes: "json", post: consoleTokenView },
  { path: "/admin/applications", who: "administrator", get: adminApplicationsPage },
  { path: "/admin/applications/new", who: "administrator", get: registerForPage, post: registerForAct },
  { path: "/admin/applications/registrations/{job}", who: "administrator", get: jobPage, post: jobAct },
  { path: ANY, who: "administrator", get: adminApplicationPage, post: adminApplicationAct },
  { path: `${ANY}/products/add`, who: "administrator", get: addProductForPage, post: addProductForAct },
  { path: `${ANY}/transfer`, who: "administrator", get: transferPage, post: transferAct },
  {
    path: "/admin/approvals/applications/{clientId}/{product}",
    who: "administrator",
    get: reviewLinkPage,
    post: reviewLinkAct,
  },
];
