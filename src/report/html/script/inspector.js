// The sentence one is at, and the panel that tells all of it.
let current = null;
const inspector = one(".inspector");
// no probability is quite 0 or 1, though the rounded one may be
const percent = (p) => (p < 0.01 ? "<1%" : p > 0.99 ? ">99%" : Math.round(p * 100) + "%");
const select = (s, { move = false } = {}) => {
  if (current) current.element.classList.remove("current");
  current = s;
  s.element.classList.add("current");
  inspect(s);
  if (move) s.element.focus({ preventScroll: true });
  s.element.scrollIntoView({ block: move ? "center" : "nearest" });
};
const inspect = (s) => {
  inspector.classList.remove("idle");
  document.documentElement.classList.add("inspecting");
  const positions = sentences.filter((other) => isPosition(other) && other.letter === s.letter);
  const place = [`Sentence ${s.number} of ${s.of}`];
  if (s.page) place.push(`p. ${s.page}`);
  if (isPosition(s)) place.push(`marked ${positions.indexOf(s) + 1} of ${positions.length}`);
  one(".inspector-title").textContent = place.join(" · ");
  // as they stand beside the label, where a limit may have had a say in the rounding
  const beside = all(".verdict .p", s.element).map((e) => e.textContent);
  const told = (p, k) => (k === s.label && beside[0]) || (k === s.second && beside[1]) || percent(p);
  const order = s.probabilities.map((p, k) => [p, k]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  one(".inspector-probabilities").replaceChildren(...order.map(([p, k]) => {
    const item = make("li", "tone-" + data.labels[k].tone, "");
    const name = make(k === s.label ? "b" : "span", "name", data.labels[k].name);
    const meter = make("span", "meter", "");
    meter.style.width = (p * 100).toFixed(1) + "%";
    item.append(make("span", "swatch", data.labels[k].shape), name, make("span", "value", told(p, k)), meter);
    return item;
  }));
  const words = (side) => all("mark." + side, s.element)
    .sort((a, b) => b.className.localeCompare(a.className, "en"))
    .slice(0, 5).map((m) => "“" + m.textContent + "”").join(" ");
  const said = [];
  const [pro, con] = [words("for"), words("against")];
  if (!s.shown) said.push("The model is not sure enough to show a label.");
  if (pro) said.push(`Words for ${data.labels[s.label].name}: ${pro}.`);
  if (con) said.push(`Words rather for ${data.labels[s.second].name}: ${con}.`);
  one(".inspector-words").textContent = said.join(" ");
  const kept = correctionOf(s) || {};
  one(".correct-label").value = kept.label || "";
  one(".correct-also").value = kept.also || "";
  one(".inspector-kept").textContent = stored ? "" : "This browser keeps nothing: export before you close the page.";
};
const leave = () => {
  inspector.classList.add("idle");
  document.documentElement.classList.remove("inspecting");
  if (current) current.element.classList.remove("current");
};
const step = (by, fits) => {
  const goals = sentences.filter((s) => !s.element.hidden && fits(s));
  if (!goals.length) return;
  const from = current ? current.at : by > 0 ? -1 : sentences.length;
  const goal = by > 0 ? goals.find((s) => s.at > from) : goals.findLast((s) => s.at < from);
  select(goal || (by > 0 ? goals[0] : goals[goals.length - 1]), { move: true });
};
// While one searches, every sentence that is found; else the marked ones.
const stepMarked = (by) => step(by, (s) => sought || isPosition(s));
const stepSentence = (by) => step(by, () => true);
const correct = () => setCorrection(current, one(".correct-label").value, one(".correct-also").value);
one(".correct-label").addEventListener("change", correct);
one(".correct-also").addEventListener("change", correct);
one(".close").addEventListener("click", leave);
one(".next").addEventListener("click", () => stepMarked(1));
one(".previous").addEventListener("click", () => stepMarked(-1));
document.addEventListener("click", (event) => {
  const element = event.target.closest && event.target.closest(".s");
  if (!element || event.target.closest("a") || String(getSelection())) return;
  select(byElement.get(element));
  if (event.target.closest(".correct")) one(".correct-label").focus();
});
document.addEventListener("focusin", (event) => {
  if (event.target.classList.contains("s") && (!current || current.element !== event.target || inspector.classList.contains("idle"))) select(byElement.get(event.target));
});
