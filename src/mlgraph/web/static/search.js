// Nodes found by any of their names, and fields that offer them while one types.

import { el } from "./words.js";

const MOST_FOUND = 8;
const alphabet = new Intl.Collator();

export function fold(name) {
  const bare = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[-_\s]+/g, " ").trim();
}

// the nodes whose names fit best: the whole of a name, its beginning, the beginning of a word, any part
function search(nodes, text, kinds) {
  const key = fold(text);
  const rank = (name) => (!name.includes(key) ? 9 : name === key ? 0 : name.startsWith(key) ? 1 : name.includes(` ${key}`) ? 2 : 3);
  const found = [];
  for (const node of nodes.values()) {
    if (!kinds.includes(node.kind)) continue;
    // the title counts before the other names
    const best = Math.min(rank(node.key), ...node.names.map((name) => rank(name) + 0.5));
    if (best < 9) found.push([best, node]);
  }
  // to compare titles takes long: only those are, of which some may be among the first
  found.sort(([a], [b]) => a - b);
  const [last] = found[MOST_FOUND - 1] ?? [9];
  const order = ([a, one], [b, other]) => a - b || kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || alphabet.compare(one.title, other.title);
  const first = found.filter(([best]) => best <= last).sort(order);
  return first.slice(0, MOST_FOUND).map(([, node]) => node);
}

// a field that offers nodes while one types (the combobox of the ARIA practices)
// keep: the title that the field goes back to, where it does not only take what is picked
export function offering(input, { nodes, kinds, picked, keep, say }) {
  const list = el("ul", { role: "listbox", id: `${input.id}-list`, class: "offers", "aria-label": "Found", hidden: true });
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" }))
    input.setAttribute(key, value);
  input.after(list);
  let offered = [];
  let at = 0;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (node) => {
    input.value = keep ? node.title : "";
    close();
    picked(node.id);
  };
  const light = () => {
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (offered.length) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };
  const also = (node) => {
    const name = node.names.find((each) => each.includes(fold(input.value)));
    return node.key.includes(fold(input.value)) || !name ? node.kind : `${node.kind}, ${name}`;
  };
  const offer = () => {
    offered = search(nodes, input.value, kinds);
    at = 0;
    const option = (node, place) =>
      el("li", { role: "option", id: `${list.id}-${place}`, "data-id": node.id, on: { pointerdown: (event) => event.preventDefault(), click: () => pick(node) } }, el("span", {}, node.title), el("span", { class: "quiet" }, also(node)));
    list.replaceChildren(...offered.map(option));
    list.hidden = !offered.length;
    input.setAttribute("aria-expanded", String(offered.length > 0));
    input.removeAttribute("aria-activedescendant");
    light();
    if (!offered.length) say("Nothing is called so");
  };
  input.addEventListener("input", () => (input.value ? offer() : close()));
  input.addEventListener("focus", () => keep && input.select());
  input.addEventListener("blur", () => {
    close();
    if (keep && !input.value) picked("");
    else if (keep) input.value = keep();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) offer();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % Math.max(offered.length, 1);
      light();
    } else if (event.key === "Enter" && !list.hidden) pick(offered[at]);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key !== "Enter") return;
    event.preventDefault();
  });
}
