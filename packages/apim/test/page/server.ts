// #region server
import { loadImported } from "@product-auth/apim";
import { JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import express from "express";

const subscriptions = await JsonFileSubscriptionRepository.open("subscriptions.json");
const auth = productAuth({ ...(await loadImported("apim", process.env)), subscriptions });

const app = express();
app.use(auth); // every route after this line requires what the catalog demands
app.get("/orders", (_req, res) => void res.json([]));
// #endregion server

export { app, subscriptions };
