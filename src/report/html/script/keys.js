// Keys, links to sentences, and the start.
const help = one(".help");
one(".open-help").addEventListener("click", () => help.showModal());
one(".help-close").addEventListener("click", () => help.close());
const showTarget = () => {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    return;
  }
  const element = id && document.getElementById(id);
  if (!element || !byElement.has(element)) return;
  if (element.hidden) everything();
  select(byElement.get(element), { move: true });
};
addEventListener("hashchange", showTarget);
const keys = {
  n: () => stepMarked(1), p: () => stepMarked(-1), j: () => stepSentence(1), k: () => stepSentence(-1),
  "/": () => search.focus(), "?": () => help.showModal(), 0: everything,
  c: () => {
    if (!current) stepMarked(1);
    if (!current) stepSentence(1);
    if (current) {
      select(current);
      one(".correct-label").focus();
    }
  },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.key === "Escape") {
    if (event.target === search) return search.value ? everything() : search.blur();
    if (event.target.matches("select") && current) current.element.focus({ preventScroll: true });
    leave();
    return;
  }
  if (event.target === search && event.key === "Enter") {
    event.preventDefault();
    stepMarked(event.shiftKey ? -1 : 1);
    search.focus({ preventScroll: true });
  }
  if (event.target.matches("input, select, textarea")) return;
  const filter = /^[1-9]$/.test(event.key) && all(".filter")[Number(event.key) - 1];
  const does = filter ? () => toggle(filter.dataset.label) : keys[event.key];
  if (does) {
    event.preventDefault();
    does();
  }
});

// On paper every quote and question is open.
const opened = [];
addEventListener("beforeprint", () => {
  for (const folded of all("details:is(.quotes, .question):not([open])")) {
    opened.push(folded);
    folded.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const folded of opened.splice(0)) folded.open = false;
});

sentences.forEach(showCorrection);
showExport();
document.documentElement.classList.add("scripted");
for (const element of all(".needs-script")) element.hidden = false;
showTarget();
