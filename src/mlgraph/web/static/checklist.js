// The skills of a plan as a checklist, in which a person marks skills as learned, in progress or skipped.

/** @import { Choice } from "./address.js" */
/** @import { IndexNode, PlanText, StopText, StudyText } from "./api.js" */
/** @import { Actions, State } from "./plan_panel.js" */
import { client } from "./client.js";
import { el, makeLink } from "./dom.js";

/**
 * @param {PlanText} plan
 * @param {Choice} choice
 * @param {ReadonlyMap<string, IndexNode>} nodes
 * @param {Actions} actions
 */
export function drawChecklist(plan, choice, nodes, actions) {
  const left = plan.stops.flatMap(({ studies }) => studies);
  const hours = Math.round(left.reduce((total, { load }) => total + load, 0)).toLocaleString("en");
  const done = choice.have.length;
  return [
    el("p", { class: "costs" }, `${left.length} to learn, ${hours} hours; ${done} learned`),
    ...plan.stops.filter(({ studies }) => studies.length).map((stop) => drawStop(stop, choice, actions)),
    ...drawTicks(choice, nodes, actions),
  ];
}

/**
 * Draw the learned and the skipped skills, each with a button that puts it back.
 * @param {Choice} choice
 * @param {ReadonlyMap<string, IndexNode>} nodes
 * @param {Actions} actions
 */
export function drawTicks({ have, avoid }, nodes, actions) {
  const skipped = avoid.filter((id) => nodes.get(id)?.kind === "skill");
  return [
    drawTicked("Learned", "learned", have, nodes, actions),
    drawTicked("Skipped", "skipped", skipped, nodes, actions),
  ];
}

/**
 * @param {StopText} stop
 * @param {Choice} choice
 * @param {Actions} actions
 */
function drawStop(stop, choice, actions) {
  return el(
    "section",
    {},
    el("h3", {}, `${stop.title}, ${stop.day}`),
    el("ul", { class: "studies" }, ...stop.studies.map((study) => drawStudy(study, choice, actions))),
  );
}

/**
 * @param {StudyText} study
 * @param {Choice} choice
 * @param {Actions} actions
 */
function drawStudy(study, { learning }, { open, tick }) {
  const isLearning = learning.includes(study.id);
  const makeButton = (/** @type {State} */ state, /** @type {string} */ words, isOn = false) =>
    el(
      "button",
      {
        type: "button",
        class: "state",
        "aria-pressed": String(isOn),
        "aria-label": `${words} ${study.title}`,
        on: { click: () => tick(study.id, isOn ? "" : state) },
      },
      words,
    );
  const until = study.day && `until ${study.day}`;
  return el(
    "li",
    { class: "study" },
    drawTick(study.id, study.title, false, tick),
    el(
      "span",
      { class: "what" },
      makeLink(study, open),
      el("span", { class: "quiet" }, until, study.purpose && el("span", {}, `${until && ", "}${study.purpose}`)),
    ),
    el("span", { class: "hours" }, study.hours),
    el(
      "span",
      { class: "states" },
      makeButton("learning", "Learning", isLearning),
      !client.inOneFile && makeButton("skipped", "Skip"),
    ),
  );
}

/**
 * @param {string} id
 * @param {string} title
 * @param {boolean} isLearned
 * @param {(id: string, state: State) => void} tick
 */
function drawTick(id, title, isLearned, tick) {
  const on = { change: () => tick(id, isLearned ? "" : "learned") };
  const box = el("input", { type: "checkbox", class: "learned", "aria-label": `I have ${title}`, on });
  box.checked = isLearned;
  return el("label", { class: "tick" }, box);
}

/**
 * @param {string} heading
 * @param {State} state
 * @param {string[]} ids
 * @param {ReadonlyMap<string, IndexNode>} nodes
 * @param {Actions} actions
 */
function drawTicked(heading, state, ids, nodes, { open, tick }) {
  const rows = ids.map((id) => {
    const node = { id, title: nodes.get(id)?.title ?? "" };
    const undo = el(
      "button",
      { type: "button", class: "state", "aria-label": `Plan with ${node.title}`, on: { click: () => tick(id, "") } },
      "Undo",
    );
    return el(
      "li",
      { class: "study" },
      state === "learned" ? drawTick(id, node.title, true, tick) : undo,
      el("span", { class: "what" }, makeLink(node, open)),
    );
  });
  return el("section", { hidden: !rows.length }, el("h3", {}, heading), el("ul", { class: "studies" }, ...rows));
}
