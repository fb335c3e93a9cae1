// An application as they are: it listens, prints and keeps a timer, and one of its routes was forgotten.
import { productAuth } from "@product-auth/express";
import express from "express";

const auth = productAuth({
  products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } },
  subscriptions: [],
});

export const app = express();
const admin = express.Router().get("/users/:id", (_req, res) => void res.send("user"));
app.get("/health", auth.open(), (_req, res) => void res.send("ok"));
app.get("/metrics", (_req, res) => void res.send("numbers"));
app.use("/admin", auth.requireProduct("pro"), admin);
app.use(auth);
app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.send("orders"));

app.listen(0, () => console.log("listening"));
setInterval(() => console.log("busy"), 10);
console.log("starting");
