// A page of the course has one vertical scroll bar, its own: see scrolling.css.

import { addStyle } from "./pages.js";

export function install() {
  addStyle("scrolling.css");
}
