// The page: its state is in the address, and whatever changes the state draws what follows from it.

import { FIRST, LISTS, read, written } from "./address.js";
import { answers } from "./answers.js";
import { Picture, READABLE } from "./picture.js";
import { fold, offering } from "./search.js";
import { choices, details, el, legend, quantity, reasonIn, sentence, timeline } from "./words.js";

const byId = (id) => document.getElementById(id);
const ASKED = ["from", "to", "have", "via", "avoid", "pace", "by"];
const POSITIONS = ["stage", "role"];

const graph = await answers.graph();
const nodes = new Map(graph.nodes.map((node) => [node.id, { ...node, key: fold(node.title) }]));
let state = FIRST;
let shown = null; // the plan on the page
let plans = [];
let described = null; // what is known of the node in the details
let asking = new AbortController();
let pictured = null; // the name of the picture on the page, and of the one that is being drawn
let awaited = null;
let framed = "";

// --- the state

const differs = (before, keys) => keys.some((key) => String(before[key]) !== String(state[key]));

function change(changes) {
  const before = state;
  state = { ...state, ...changes };
  if (differs(before, ASKED)) state.way = "";
  if (differs(before, Object.keys(FIRST).filter((key) => key !== "tab"))) history.pushState(null, "", written(state));
  else history.replaceState(null, "", written(state));
  return draw(before);
}

async function draw(before) {
  fill();
  turn(state.tab || (state.node && !state.to ? "node" : "plan"));
  if (differs(before, ["node"])) drawNode();
  if (differs(before, ASKED)) await drawPlan();
  else if (differs(before, ["way"])) drawWay();
  drawDetails();
  await drawPicture();
}

// --- what is asked

function fill() {
  for (const key of ["from", "to"]) if (document.activeElement !== byId(key)) byId(key).value = nodes.get(state[key])?.title ?? "";
  if (document.activeElement !== byId("pace")) byId("pace").value = state.pace;
  for (const radio of document.querySelectorAll("[name=by]")) radio.checked = radio.value === state.by;
  for (const key of LISTS) {
    const drop = (id) => () => {
      change({ [key]: state[key].filter((other) => other !== id) });
      byId(key).focus();
    };
    const chip = (id) => el("li", {}, nodes.get(id).title, el("button", { type: "button", "aria-label": `Remove ${nodes.get(id).title}`, on: { click: drop(id) } }, "\u00d7"));
    byId(`${key}-chips`).replaceChildren(...state[key].map(chip));
  }
  if (state.via.length || state.avoid.length) byId("more").open = true;
}

const add = (key, id) => change({ [key]: [...new Set([...state[key], id])] });

// --- the answers

const say = (words) => (byId("said").textContent = words);
const failed = (error) => el("p", { class: "error" }, sentence(error.message));

async function drawPlan() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  [shown, plans] = [null, []];
  const answer = byId("answer");
  if (!state.from || !state.to) {
    const what = state.from ? "where you want to be" : "where you are";
    return answer.replaceChildren(el("p", { class: "empty" }, `Choose ${what}: type it above, or click it on the map.`));
  }
  answer.setAttribute("aria-busy", "true");
  try {
    const plan = await answers.plan(state, signal);
    plans = [plan];
    show(0);
    say(`The plan takes ${byId("answer").querySelector(".total").textContent}`);
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    answer.replaceChildren(failed(error));
    say(error.message);
  }
  answer.removeAttribute("aria-busy");
  if (plans.length && !answers.inOneFile) drawOthers(signal);
  return undefined;
}

async function drawOthers(signal) {
  const passes = state.via.some((id) => POSITIONS.includes(nodes.get(id).kind) && id !== state.from && id !== state.to);
  if (passes || shown.steps === 0) return;
  try {
    const found = await answers.otherPlans(state, signal);
    if (signal.aborted || found.plans.length < 2) return;
    plans = [plans[0], ...found.plans.slice(1)];
    if (plans[chosen()] === shown) return drawChoices(chosen());
    drawWay();
    drawDetails();
    drawPicture();
  } catch (error) {
    if (error.name !== "AbortError") byId("answer").append(failed(error));
  }
}

function drawChoices(chosen) {
  byId("answer").querySelector(".choices")?.remove();
  if (plans.length > 1) byId("answer").querySelector(".timeline").before(choices(plans, chosen, choose));
}

const chosen = () => (plans[state.way] ? Number(state.way) : 0);
const choose = (place) => change({ way: place ? String(place) : "" });

function drawWay() {
  if (!plans.length) return;
  const within = byId("answer").contains(document.activeElement);
  show(chosen());
  if (within) byId("answer").querySelector(".choices :checked")?.focus();
}

function show(place) {
  // a skill that is ticked leaves the plan, and the next one takes its place
  const ticks = () => [...byId("answer").querySelectorAll(".study input")];
  const ticked = ticks().indexOf(document.activeElement);
  shown = plans[place];
  const learned = answers.inOneFile ? null : (id) => add("have", id);
  byId("answer").replaceChildren(...timeline(shown, { open, learned }));
  drawChoices(place);
  if (ticked >= 0) (ticks()[ticked] ?? ticks().at(-1) ?? byId("plan")).focus();
}

async function drawNode() {
  const panel = byId("node");
  if (!state.node) return panel.replaceChildren(el("p", { class: "empty" }, "Click a box on the map, or search."));
  try {
    const { node } = state;
    const found = await answers.node(node);
    if (node !== state.node) return undefined;
    described = found;
    drawDetails();
    panel.scrollTop = 0;
    say(`Details: ${found.title}`);
  } catch (error) {
    panel.replaceChildren(failed(error));
    say(error.message);
  }
  return undefined;
}

function drawDetails() {
  if (described?.id !== state.node) return;
  const has = (id) => state.have.includes(id);
  const context = { open, has, actions: actions(described), reason: reasonIn(shown, state.node) };
  byId("node").replaceChildren(...details(described, context));
}

function actions({ id, kind, title, needs }) {
  const button = (label, changes, main = false) =>
    el("button", { type: "button", class: main ? "main" : false, on: { click: () => { change({ ...changes, tab: "plan" }); byId("tab-plan").focus(); } } }, label);
  const without = (key) => state[key].filter((other) => other !== id);
  const position = POSITIONS.includes(kind);
  const ends = position ? [button("I am here", { from: id }, true), button("I want to be here", { to: id }, true)] : [];
  const own = position || answers.inOneFile ? [] : [button("I have it", { have: [...without("have"), id] }, true)];
  const wishes = answers.inOneFile ? [] : [
    button(position ? "Pass it" : "Learn it by the way", { via: [...without("via"), id], avoid: without("avoid") }),
    button("Avoid it", { avoid: [...without("avoid"), id], via: without("via") }),
  ];
  const see = needs.length ? [el("button", { type: "button", on: { click: () => change({ view: `needs:${id}` }) } }, `What comes before ${title}`)] : [];
  return [...ends, ...own, ...wishes, ...see];
}

// --- the picture

const picture = new Picture(byId("picture"), (id) => open(id));

function wanted() {
  if (state.view) return state.view;
  if (graph.map) return "map";
  if (shown) return `way:${shown.positions.map((stop) => stop.id)}`;
  const node = nodes.get(state.node || state.from || state.to);
  return node ? `${POSITIONS.includes(node.kind) ? "around" : "needs"}:${node.id}` : "";
}

async function drawPicture() {
  const name = wanted();
  if (name === awaited && name !== pictured) return undefined; // it is marked when it comes
  awaited = name;
  if (name !== pictured) {
    framed = "";
    try {
      const view = name && (await answers.view(name));
      if (name !== awaited) return undefined;
      picture.show(view || { width: 1, height: 1, lanes: [], boxes: [], arrows: [], not_drawn: [] }, name);
      byId("legend").textContent = view ? legend(view) : "";
    } catch (error) {
      byId("legend").textContent = error.message;
      awaited = null;
      return say(error.message);
    }
    pictured = name;
    byId("nothing").hidden = Boolean(name);
    const [kind, id] = name.split(":");
    const about = { needs: "What comes before", around: "Around" }[kind];
    byId("pictured").textContent = about ? `${about} ${nodes.get(id)?.title ?? ""}` : "";
    byId("bar").hidden = !about;
    byId("whole").hidden = !state.view;
  }
  const route = new Map((shown?.positions ?? []).map((stop) => [stop.id, `month ${quantity(stop.arrives)}`]));
  picture.mark(route, state.node);
  if (String([...route.keys()]) !== framed && name === "map") picture.frame([...route.keys()]);
  framed = String([...route.keys()]);
  if (state.node) picture.reveal([state.node]);
  return undefined;
}

function resized() {
  if (framed && wanted() === "map") picture.frame(framed.split(","));
  else picture.fit(READABLE);
  if (state.node) picture.reveal([state.node]);
}

function open(id) {
  const within = byId("panel").contains(document.activeElement);
  change({ node: id, tab: "node" });
  if (within) byId("node").focus();
}

async function leave() {
  await change({ view: "" });
  picture.focus();
}

// --- the panel

function turn(name) {
  for (const tab of ["plan", "node"]) {
    const here = tab === name;
    byId(tab).hidden = !here;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(here));
    byId(`tab-${tab}`).tabIndex = here ? 0 : -1;
  }
}

function turnTo(name) {
  change({ tab: name });
  byId(`tab-${name}`).focus();
}

function listen() {
  for (const [name, other] of [["plan", "node"], ["node", "plan"]]) {
    byId(`tab-${name}`).addEventListener("click", () => turnTo(name));
    byId(`tab-${name}`).addEventListener("keydown", (event) => ["ArrowLeft", "ArrowRight"].includes(event.key) && turnTo(other));
  }
  const offered = (key, kinds, picked, keep) => offering(byId(key), { nodes, kinds, picked, keep, say });
  offered("search", [...POSITIONS, "skill"], open);
  for (const key of ["from", "to"]) offered(key, POSITIONS, (id) => change({ [key]: id }), () => nodes.get(state[key])?.title ?? "");
  for (const key of LISTS) offered(key, key === "have" ? ["skill"] : [...POSITIONS, "skill"], (id) => add(key, id));
  byId("swap").addEventListener("click", () => change({ from: state.to, to: state.from }));
  byId("pace").addEventListener("change", (event) => event.target.reportValidity() && change({ pace: event.target.value }));
  for (const radio of document.querySelectorAll("[name=by]")) radio.addEventListener("change", () => change({ by: radio.value }));
  byId("wishes").addEventListener("submit", (event) => event.preventDefault());
  byId("whole").addEventListener("click", leave);
  byId("picture").addEventListener("keydown", (event) => event.key === "Escape" && state.view && leave());
  byId("closer").addEventListener("click", () => picture.zoom(1.25));
  byId("farther").addEventListener("click", () => picture.zoom(0.8));
  byId("fit").addEventListener("click", () => picture.fit());
  byId("load").addEventListener("change", load);
  byId("save").addEventListener("click", () => el("a", { href: answers.profileAddress(state), download: "me.toml" }).click());
  window.addEventListener("popstate", () => {
    const before = state;
    state = read(nodes, answers.inOneFile);
    draw(before);
  });
  window.addEventListener("beforeprint", () => picture.onPaper(true));
  window.addEventListener("afterprint", () => picture.onPaper(false));
  new ResizeObserver(resized).observe(byId("picture"));
}

async function load({ target }) {
  if (!target.files.length) return;
  try {
    const { position, have, pace, avoid } = await answers.readProfile(target.files[0]);
    change({ from: position ?? state.from, have, avoid, pace: String(pace) });
  } catch (error) {
    byId("answer").prepend(failed(error));
    say(error.message);
  }
  target.value = "";
}

function begin() {
  document.title = byId("title").textContent = graph.title || "Career map";
  byId("attribution").textContent = graph.attribution;
  byId("own").hidden = answers.inOneFile;
  byId("file-only").hidden = !answers.inOneFile;
  listen();
  state = read(nodes, answers.inOneFile);
  draw({});
  drawPicture();
}

begin();
