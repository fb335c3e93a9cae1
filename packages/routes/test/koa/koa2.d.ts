// Koa 2 under an alias. The types of Koa 3 describe every part of it that is used here.
declare module "koa2" {
  import Koa from "koa";
  export default Koa;
}
