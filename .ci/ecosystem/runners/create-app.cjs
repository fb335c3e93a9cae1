const { productAuth } = require("@product-auth/express");
const express = require("express");

exports.createApp = function createApp(options) {
  const auth = productAuth({
    ...options,
    products: {
      starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    },
  });

  const app = express();
  app.use(auth);
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => {
    res.json({ for: res.locals.productAuth.client?.id });
  });
  return app;
};
