// Filters and search decide which sentences are seen.
const off = new Set();
let sought = "";
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const s of sentences) s.folded = fold(s.text);
const seen = (s) => !off.has(s.element.dataset.label) && (!sought || s.folded.includes(sought));

// A sentence folded, and for each unit of that its place in the page.
const places = (s) => {
  const folded = { text: "", at: [] };
  const walker = document.createTreeWalker(one(".text", s.element), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let start = 0;
    for (const letter of node.data) {
      const plain = fold(letter);
      folded.text += plain;
      for (let i = 0; i < plain.length; i += 1) folded.at.push([node, start, start + letter.length]);
      start += letter.length;
    }
  }
  return folded;
};
const highlight = (found) => {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete("search");
  if (sought.length < 2) return;
  const ranges = [];
  for (const s of found) {
    const { text, at } = places(s);
    for (let i = text.indexOf(sought); i >= 0; i = text.indexOf(sought, i + sought.length)) {
      const [[from, start], [to, , end]] = [at[i], at[i + sought.length - 1]];
      const range = new Range();
      range.setStart(from, start);
      range.setEnd(to, end);
      ranges.push(range);
    }
  }
  CSS.highlights.set("search", new Highlight(...ranges));
};
const refresh = () => {
  const found = sentences.filter(seen);
  const visible = new Set(found);
  for (const s of sentences) s.element.hidden = !visible.has(s);
  for (const run of all(".run")) run.hidden = all(".s", run).every((e) => e.hidden);
  for (const part of all("section.part")) {
    const own = all(".s", part);
    const none = own.length > 0 && own.every((e) => e.hidden);
    one(".nothing", part).hidden = !none;
    for (const question of all(".question", part)) question.hidden = none;
  }
  one(".found").textContent = off.size > 0 || sought ? `${found.length} of ${sentences.length}` : "";
  for (const button of all(".filter")) button.setAttribute("aria-pressed", String(!off.has(button.dataset.label)));
  highlight(found);
  // the panel tells of nothing that cannot be seen
  if (current && current.element.hidden) leave();
};
const search = one(".search");
const everything = () => {
  off.clear();
  sought = search.value = "";
  refresh();
};
const toggle = (label) => {
  if (!off.delete(label)) off.add(label);
  refresh();
};
for (const button of all(".filter")) button.addEventListener("click", () => toggle(button.dataset.label));
search.addEventListener("input", () => {
  sought = fold(search.value.trim());
  refresh();
});
