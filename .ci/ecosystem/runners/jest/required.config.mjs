export default { testMatch: ["**/*.test.cjs"], transform: {} };
