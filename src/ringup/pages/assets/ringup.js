// Copying examples, and filtering the list of operations. The pages work without it.
"use strict";

function offerCopy(button) {
  const text = button.closest(".code").querySelector("code");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      // No clipboard without a secure origin: select it, and the keyboard does the rest.
      getSelection().selectAllChildren(text);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}

function offerFilter(line) {
  const input = line.querySelector("input");
  const count = line.querySelector("output");
  const groups = [...document.querySelectorAll("[data-filter-group]")];
  line.hidden = false;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      let any = false;
      for (const item of group.querySelectorAll("[data-filter-item]")) {
        const text = `${group.querySelector("h3").textContent} ${item.textContent}`.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
        any ||= !item.hidden;
        shown += item.hidden ? 0 : 1;
      }
      group.hidden = !any;
    }
    count.textContent = words.length ? `${shown} found` : "";
  });
}

document.querySelectorAll("button.copy").forEach(offerCopy);
document.querySelectorAll(".filter").forEach(offerFilter);
// On a wide page the contents are always open; on a phone they fold.
const wide = matchMedia("(min-width: 60rem)");
function foldContents() {
  document.querySelectorAll("details.side").forEach((side) => { side.open = wide.matches; });
}
foldContents();
wide.addEventListener("change", foldContents);
