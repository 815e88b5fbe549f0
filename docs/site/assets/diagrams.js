// Draws the blocks of Mermaid in a page, as Git hosts do.
"use strict";

const dark = document.body.dataset.theme === "dark"
  || (document.body.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
for (const block of document.querySelectorAll("div.highlight-mermaid")) {
  const diagram = document.createElement("pre");
  diagram.className = "mermaid";
  diagram.textContent = block.querySelector("pre").textContent;
  block.replaceWith(diagram);
}
mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: dark ? "dark" : "default" });
mermaid.run();
