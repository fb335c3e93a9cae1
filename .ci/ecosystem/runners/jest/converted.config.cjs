// #region config
module.exports = {
  testMatch: ["**/*.test.cjs"],
  transformIgnorePatterns: ["/node_modules/(?!(@product-auth|jose)/)"],
  transform: { "/node_modules/(@product-auth|jose)/.+\\.js$": "<rootDir>/to-commonjs.cjs" },
};
// #endregion config
