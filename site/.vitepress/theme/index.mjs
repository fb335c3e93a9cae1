// The default theme without the font that it brings: the fonts of the reader's system.
import Theme from "vitepress/theme-without-fonts";
import "./site.css";

export default Theme;
