// textual.js leaves the keyboard with the page. The dashboard takes it with its first frame and
// whenever the window is come back to; at the end the link to open it again has it.
"use strict";

function giveKeys() {
  const closed = document.body.classList.contains("-closed");
  const notes = [...document.querySelectorAll(".note a")];
  const link = notes.find((note) => note.offsetParent !== null);
  (closed ? link : document.querySelector(".xterm-helper-textarea"))?.focus();
}

document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(giveKeys).observe(document.body, { attributeFilter: ["class"] });
  window.addEventListener("focus", giveKeys);
});
