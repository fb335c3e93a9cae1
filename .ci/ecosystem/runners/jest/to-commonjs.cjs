// #region transform
const { transformSync } = require("esbuild");

exports.process = (source, sourcefile) =>
  transformSync(source, {
    sourcefile,
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
  });
// #endregion transform
