// What can be said after the ending: why it ended so, but for what, and of each decision both sides.
"use strict";

/** Why it ended so and but for what, in sentences, as `review/document.py` has it: {why, butFor}. */
function halfPage(session) {
  const course = new Course(session);
  const tone = Object.fromEntries(session.machine.scenes.flatMap(({ id, ending }) => (ending ? [[id, ending.tone]] : [])));
  const found = turnsOf(course, tone);
  const causes = new Why(course, session).reasons(found.turns);
  const told = new Sentences(session, course, causes);
  const said = causes.map(({ because }) => because);
  const ways = session.view.reasons.filter(({ because }) => because && !said.includes(because)).map((reason) => reasonOf(reason, session.machine.story));
  const turned = { ...found, turns: ranked(found.turns, causes, course, tone) };
  return { course, found, told, why: [...ways, ...told.why()], butFor: found.changes.length ? [...(told.isShort ? [SHORT] : []), ...told.turned(turned)] : [] };
}

/** Why something changed, or play came here; and on what that leans. */
function reasonOf({ because, cites, outside }, story) {
  const said = because ? sentence(plain(line(because))) : "";
  if (cites.length) return `${said} (${cites.map((id) => inShort(id, story.claims[id])).join("; ")})`.trim();
  return outside ? `${said} (outside ${story.called}: ${outside})`.trim() : said;
}

/** The review as a part of the page. */
function review(session, screen) {
  const { machine } = session;
  const { found, told, why, butFor } = halfPage(session);
  const says = (text) => (text === undefined ? null : proseOf(machine.tell(text, session.frame.s), (term) => screen.sheets.term(term)));
  const by = makers(session);
  const items = (heading, list, after = null) => (list.length ? [h("h2", {}, heading), h("ul", {}, list.map((one) => h("li", {}, one))), after] : null);
  const sides = [[machine.story.view, "essay"], ["The strongest objection", "objection"], ["What was reported", "history"]];
  return h("section", { class: "review" },
    items("Why it ended so", why),
    items("But for what", butFor, h("p", { class: "aside" }, KEPT)),
    h("h2", {}, "Decision by decision"),
    session.views.slice(0, -1).map((view, turn) => h("details", {},
      h("summary", {}, `${turn + 1}. ${view.title || "…"}: ${plain(line(machine.tell(session.frames[turn + 1].chosen.label, view.frame.s)))}${by[turn] ? `, ${takenBy(by[turn])}` : ""}`),
      h("ul", {}, found.changes.filter(({ decisions }) => decisions[0] === turn + 1).map(({ instead, endings }) => h("li", {}, `“${told.label(instead[0])}” ends in ${endings ? told.ends(endings) : "more ways than can be followed"}.`))),
      sides.map(([heading, part]) => (view.scene.debrief?.[part] === undefined ? null : [h("h3", {}, heading), says(view.scene.debrief[part])])))));
}
