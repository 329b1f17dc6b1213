// Functions that make elements of the page. Text from a graph always becomes text nodes, and never HTML.

/** @typedef {Record<string, (event: any) => void>} Listeners */
/** @typedef {Record<string, string | number | boolean | Listeners>} Attributes */
/** @typedef {Node | string | false} Child */
/** @typedef {(id: string) => void} Open */

/**
 * Make an element. The value `true` sets an attribute without a value, and `on` has the event listeners.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} name
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "object") listen(made, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children.flatMap((child) => (child ? [child] : [])));
  return made;
}

/**
 * @param {HTMLElement} made
 * @param {Listeners} listeners
 */
function listen(made, listeners) {
  for (const [type, listener] of Object.entries(listeners)) made.addEventListener(type, listener);
}

/** @param {string} id */
export function findById(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}.`);
  return found;
}

/** @param {string} id */
export const findField = (id) => /** @type {HTMLInputElement} */ (findById(id));

/** @param {string} words */
export const say = (words) => findById("said").replaceChildren(words);

/** @param {Error} error */
export const showFailure = (error) =>
  el("p", { class: "error" }, error.message.charAt(0).toUpperCase() + error.message.slice(1));

/** @param {string} words */
export const quiet = (words) => el("span", { class: "quiet" }, words);

/**
 * @param {{ id: string, title: string }} node
 * @param {Open} open
 */
export function makeLink(node, open) {
  return el(
    "button",
    { type: "button", class: "link", "data-id": node.id, on: { click: () => open(node.id) } },
    node.title,
  );
}
