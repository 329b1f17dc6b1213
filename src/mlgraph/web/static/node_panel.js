// The details of a node, in the panel.

/** @import { Choice } from "./address.js" */
/** @import { Child, Open } from "./dom.js" */
/** @import { FiguresText, MoveText, NeedText, NeedsText, NodeText, PlanText, ResourceText, SourceText } from "./api.js" */
import { client } from "./client.js";
import { el, findById, makeLink, quiet, say, showFailure } from "./dom.js";

// how many moves in each direction a card shows at first
const MOST = 6;
// the sections of figures that are at the top of a card
const FIRST = ["Pay", "Outlook"];

/**
 * @typedef {object} Actions
 * @property {Open} open
 * @property {(changes: Partial<Choice>) => void} plan - changes the plan and shows it
 * @property {Open} see - shows the picture of a node's needs
 */

export class NodePanel {
  /** @type {NodeText | null} */
  #described = null;
  #panel = findById("node");

  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions;
  }

  /**
   * Request the details of the chosen node. Show them unless another node has been chosen in the meantime.
   * @param {() => Choice} current
   * @param {() => PlanText | null} plan
   */
  async ask(current, plan) {
    const { node } = current();
    try {
      const found = await client.node(node);
      if (node !== current().node) return;
      this.#described = found;
      this.draw(current(), plan());
      findById("drawer").scrollTop = 0;
      say(`Details: ${found.title}`);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.#panel.replaceChildren(showFailure(/** @type {Error} */ (error)));
      say(message);
    }
  }

  /**
   * Show the details again after the choices or the plan have changed.
   * @param {Choice} choice
   * @param {PlanText | null} plan
   */
  draw(choice, plan) {
    const node = this.#described;
    if (!node || node.id !== choice.node) return;
    const reason = findReason(plan, node.id);
    const parts = [
      el("h2", {}, node.title),
      el("p", { class: "quiet" }, node.summary),
      node.aliases && el("p", { class: "quiet" }, node.aliases),
      node.about && el("p", { class: "about" }, node.about),
      node.url && el("p", {}, el("a", { href: node.url, target: "_blank", rel: "noopener noreferrer" }, node.url)),
      el("div", { class: "actions" }, ...this.#buttons(node, choice)),
      reason && el("p", { class: "reason" }, reason),
      ...this.#sections(node, choice),
    ];
    this.#panel.replaceChildren(...parts.filter((part) => part !== ""));
  }

  /**
   * @param {NodeText} node
   * @param {Choice} choice
   */
  #sections(node, choice) {
    const { open } = this.actions;
    /** @param {MoveText} move */
    const move = (move) => [makeLink(move, open), quiet(move.after)];
    const [first, later] = [true, false].map((is) => node.figures.filter(({ title }) => FIRST.includes(title) === is));
    return [
      // pay and moves come before the long list of skills
      ...first.map(drawFigures),
      drawSection("Leads to", makeSome(node.leads_to.map(move))),
      drawSection("Reached from", makeSome(node.reached_from.map(move))),
      drawSection(
        "Needs",
        node.needs.length > 0 && el("div", {}, ...node.needs.flatMap((part) => drawNeeds(part, open, choice.have))),
      ),
      drawSection("Shown by", node.shown_by && el("p", {}, node.shown_by)),
      drawSection("Learn with", makeRows(node.learn_with.map(drawResource))),
      drawSection("Needed for", makeRows(node.needed_for.map((other) => [makeLink(other, open)]))),
      ...later.map(drawFigures),
      drawSection("Sources", makeRows(node.cites.map(drawSource))),
    ];
  }

  /**
   * @param {NodeText} node
   * @param {Choice} choice
   */
  #buttons({ id, kind, title, needs }, choice) {
    const { plan, see } = this.actions;
    /** @type {(label: string, changes: Partial<Choice>, isMain?: boolean) => HTMLElement} */
    const makeButton = (label, changes, isMain = false) =>
      el("button", { type: "button", class: isMain && "main", on: { click: () => plan(changes) } }, label);
    /** @param {"have" | "via" | "avoid"} list */
    const listWithout = (list) => choice[list].filter((other) => other !== id);
    const isSkill = kind === "skill";
    const buttons = [];
    if (!isSkill)
      buttons.push(makeButton("I am here", { from: id }, true), makeButton("I want to be here", { to: id }, true));
    if (client.inOneFile) {
      if (isSkill) buttons.push(makeButton("I have it", { have: [...listWithout("have"), id] }, true));
    } else {
      if (isSkill) buttons.push(makeButton("I have it", { have: [...listWithout("have"), id] }, true));
      const pass = isSkill ? "Learn it on the way" : "Pass it on the way";
      buttons.push(makeButton(pass, { via: [...listWithout("via"), id], avoid: listWithout("avoid") }));
      buttons.push(makeButton("Avoid it", { avoid: [...listWithout("avoid"), id], via: listWithout("via") }));
    }
    const on = { click: () => see(id) };
    if (needs.length) buttons.push(el("button", { type: "button", class: "wide", on }, `Needs of ${title}`));
    return buttons;
  }
}

/**
 * Return why a node is in the plan on the page, or "" if it is not in the plan.
 * @param {PlanText | null} plan
 * @param {string} id
 */
function findReason(plan, id) {
  const parts = (plan?.stops ?? []).flatMap((stop) => [stop, ...stop.studies]);
  return parts.find((part) => part.id === id)?.reason ?? "";
}

/**
 * @param {string} title
 * @param {Child} content
 */
const drawSection = (title, content) => (content ? el("section", {}, el("h3", {}, title), content) : "");

/** @param {Child[][]} items */
const makeRows = (items) =>
  items.length > 0 && el("ul", { class: "rows" }, ...items.map((item) => el("li", {}, ...item)));

/**
 * Show the first rows. The others appear after a click on a line.
 * @param {Child[][]} items
 */
function makeSome(items) {
  if (items.length <= MOST + 1) return makeRows(items);
  const more = el("summary", {}, `${items.length - MOST} more`);
  return el("div", {}, makeRows(items.slice(0, MOST)), el("details", {}, more, makeRows(items.slice(MOST))));
}

/**
 * @param {NeedsText} part
 * @param {Open} open
 * @param {string[]} have
 */
function drawNeeds({ title, hours, needs }, open, have) {
  const list = makeRows(needs.map((group) => drawNeed(group, open, have)));
  return title ? [el("h4", {}, title, quiet(` ${hours}`)), list] : [list];
}

/**
 * @param {NeedText[]} group
 * @param {Open} open
 * @param {string[]} have
 */
function drawNeed(group, open, have) {
  const skills = group.flatMap((skill, index) => [
    index > 0 && el("span", { class: "or" }, " or "),
    makeLink(skill, open),
    quiet(` ${skill.hours}`),
    have.includes(skill.id) && el("span", { class: "tick" }, "you have it"),
  ]);
  return group.length > 1 ? [quiet("one of "), ...skills] : skills;
}

/** @param {ResourceText} resource */
function drawResource({ title, url, facts }) {
  return [el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title), facts && quiet(` ${facts}`)];
}

/** @param {FiguresText} figures */
const drawFigures = ({ title, lines }) =>
  drawSection(
    title,
    makeRows(
      lines.map(({ sum, words, publication }) => [
        sum && el("b", {}, sum),
        ` ${words}`,
        el("p", { class: "quiet" }, publication),
      ]),
    ),
  );

/** @param {SourceText} source */
function drawSource({ cite, publication, point }) {
  return [el("span", {}, publication), quiet(` ${cite}`), point && el("p", { class: "quiet" }, point)];
}
