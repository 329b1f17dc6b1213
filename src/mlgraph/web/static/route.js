// The shapes that pictures are made of, and a plan on a picture.

const SVG = "http://www.w3.org/2000/svg";
// as in the style: so much larger are the boxes of a plan in a picture seen from afar
const LARGER = 1.6;
const HEAD = 15;
// what a letter of a label takes at most
const LETTER = 9.5;
// from a label on the right of a line to one on its left
const BESIDE = 20;

export function shape(name, attributes, parent, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

export const number = (value) => String(Math.round(value * 10) / 10);

export function head(parent, classes, base, tip) {
  const [dx, dy] = [(tip[0] - base[0]) * 0.4, (tip[1] - base[1]) * 0.4];
  const points = [tip, [base[0] - dy, base[1] + dx], [base[0] + dy, base[1] - dx]];
  shape("polygon", { class: `head ${classes}`, points: points.join(" ") }, parent);
}

// the point at which a line from the middle of a box towards another leaves it, and somewhat further
function border(box, other, further) {
  const [dx, dy] = [other.x - box.x, other.y - box.y];
  const out = Math.min(box.width / 2 / Math.abs(dx || 1e-9), box.height / 2 / Math.abs(dy || 1e-9));
  const share = out + further / Math.max(Math.hypot(dx, dy), 1e-9);
  return [box.x + dx * share, box.y + dy * share];
}

// a line that ends at a box gets a head where it meets the box drawn larger
function largeHead(line, box, back) {
  const length = line.getTotalLength();
  const point = (along) => line.getPointAtLength(back ? along : length - along);
  const inside = ({ x, y }) => Math.abs(x - box.x) < (box.width / 2) * LARGER && Math.abs(y - box.y) < (box.height / 2) * LARGER;
  let along = 0;
  while (along < length / 2 && inside(point(along))) along += 2;
  const [tip, base] = [point(along), point(along + HEAD)];
  head(line.parentNode, "large", [base.x, base.y], [tip.x, tip.y]);
}

// whether a text that begins here covers a box
function covers(boxes, x, y, text) {
  const right = x + text.length * LETTER;
  return boxes.some((box) => x < box.x + box.width / 2 && right > box.x - box.width / 2 && Math.abs(y - box.y) < box.height / 2 + 8);
}

// a label stands left of its line where it would cover a box on the right
function setLabel({ label, x, y, above }, text, boxes) {
  const other = x - BESIDE - text.length * LETTER;
  const left = !above && covers(boxes, x, y, text) && !covers(boxes, other, y, text);
  label.classList.toggle("left", left);
  label.setAttribute("x", left ? x - BESIDE : x);
  label.textContent = text;
}

// route: the id of each position on the plan with the text below its title
export function markRoute({ boxes, arrows, world, view }, route) {
  const ids = [...route.keys()];
  const next = new Map(ids.slice(1).map((id, place) => [ids[place], id]));
  const others = [...boxes].filter(([id]) => !route.has(id)).map(([, box]) => box);
  for (const old of world.querySelectorAll(".missing, .head.large")) old.remove();
  for (const arrow of arrows) {
    const [there, back] = [next.get(arrow.from) === arrow.to, next.get(arrow.to) === arrow.from];
    const on = arrow.made.classList.contains("move") && (there || back);
    arrow.made.classList.toggle("on", on);
    arrow.made.classList.toggle("only-there", on && there);
    arrow.made.classList.toggle("only-back", on && back);
    arrow.label.classList.toggle("on", on);
    setLabel(arrow, on ? `${number(arrow.months[there ? 0 : 1])} mo` : arrow.text, on ? others : []);
    if (!on) continue;
    largeHead(arrow.made.querySelector(".line"), boxes.get(there ? arrow.to : arrow.from), !there);
    arrow.made.parentNode.append(arrow.made);
  }
  const drawn = (a, b) => arrows.some(({ from, to }) => (from === a && to === b) || (from === b && to === a));
  for (const [from, to] of next) if (boxes.has(from) && boxes.has(to) && !drawn(from, to)) drawMissing(from, to, { boxes, world, view }, others);
}

// a move of a plan that the picture leaves out
function drawMissing(from, to, { boxes, world, view }, others) {
  const [start, end] = [boxes.get(from), boxes.get(to)];
  const made = shape("g", { class: "arrow move on missing" }, world.querySelector(".arrows"));
  const [base, tip] = [border(end, start, 8), border(end, start, 0)];
  const line = shape("path", { class: "line", d: `M${border(start, end, 0)}L${base}` }, made);
  head(made, "", base, tip);
  largeHead(line, end, false);
  const months = view.not_drawn.find((move) => move.from === from && move.to === to)?.months;
  if (months === undefined) return;
  const text = `${number(months)} mo`;
  const places = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8].map((share) => line.getPointAtLength(line.getTotalLength() * share));
  const free = places.find(({ x, y }) => !covers(others, x + 8, y, text)) ?? places[0];
  shape("text", { class: "months on missing", x: free.x + 8, y: free.y + 4 }, world.querySelector(".labels"), text);
}
