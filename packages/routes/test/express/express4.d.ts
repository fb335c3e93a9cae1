// Express 4 under an alias. The types of Express 5 describe every part of it that is used here.
declare module "express4" {
  import express from "express";
  export default express;
}
