// What can be said after the ending: why it ended so, but for what, and of each decision both sides.
"use strict";

/** Why it ended so and but for what, in sentences, as `review/document.py` has it: {why, butFor}. */
function halfPage(session) {
  const course = new Course(session);
  const tone = toneOf(session.machine);
  const found = turnsOf(course, tone);
  const causes = new Why(course, session).reasons(found.turns);
  const told = new Sentences(session, course, causes);
  const said = causes.map(({ because }) => because);
  const ways = session.view.reasons.filter(({ because }) => because && !said.includes(because)).map((reason) => reasonOf(reason, session.machine.story));
  const turned = { ...found, turns: ranked(found.turns, causes, course, tone) };
  return { course, found, told, why: [...ways, ...told.why()], butFor: found.changes.length ? [...(told.isShort ? [SHORT] : []), ...told.turned(turned)] : [] };
}

/** The claims without which the road ends otherwise, in sentences; null where no change of it leans on any. */
function leansOn(session, { course, told }) {
  const found = doubts(session);
  const carry = found.filter(({ endings }) => !endings || endings.size !== 1 || !endings.has(course.end));
  return found.length ? carry.map((one) => told.doubted(one)) : null;
}

/** But for which two decisions it would have ended otherwise, where no single one turned it. */
function twoByTwo({ course, found, told }) {
  return told.turned({ ...found, turns: pairsOf(course, toneOf(course.machine)) });
}

const toneOf = (machine) => Object.fromEntries(machine.scenes.flatMap(({ id, ending }) => (ending ? [[id, ending.tone]] : [])));

/** Why something changed, or play came here; and on what that leans. */
function reasonOf({ because, cites, outside }, story) {
  const said = because ? sentence(plain(line(because))) : "";
  if (cites.length) return `${said} (${cites.map((id) => inShort(id, story.claims[id])).join("; ")})`.trim();
  return outside ? `${said} (outside ${story.called}: ${outside})`.trim() : said;
}

const ALONE = "No claim carries it alone: without any one of them the same steps end as they did.";

/** What takes a moment to work out, once it is opened. */
function later(heading, content) {
  const open = ({ target }) => target.childElementCount === 1 && target.append(content());
  return h("details", { toggle: open }, h("summary", {}, heading));
}

/** The review as a part of the page. */
function review(session, screen) {
  const { machine } = session;
  const half = halfPage(session);
  const { found, told, why, butFor } = half;
  const says = (text) => (text === undefined ? null : proseOf(machine.tell(text, session.frame.s), (term) => screen.sheets.term(term)));
  const by = makers(session);
  const list = (some) => h("ul", {}, some.map((one) => h("li", {}, one)));
  const items = (heading, some, after = null) => (some.length ? [h("h2", {}, heading), list(some), after] : null);
  const sides = [[machine.story.view, "essay"], ["The strongest objection", "objection"], ["What was reported", "history"]];
  return h("section", { class: "review" },
    items("Why it ended so", why),
    items("But for what", butFor, h("p", { class: "aside" }, KEPT)),
    found.turns.length || found.changes.some(({ endings }) => !endings) ? null : later("Two decisions changed together", () => list(twoByTwo(half))),
    Object.keys(machine.story.claims).length ? later("What it leans on", () => {
      const leans = leansOn(session, half);
      return leans?.length ? list(leans) : h("p", {}, leans ? ALONE : "No change on this road leans on a claim.");
    }) : null,
    h("h2", {}, "Decision by decision"),
    session.views.slice(0, -1).map((view, turn) => h("details", {},
      h("summary", {}, `${turn + 1}. ${view.title || "…"}: ${plain(line(machine.tell(session.frames[turn + 1].chosen.label, view.frame.s)))}${by[turn] ? `, ${takenBy(by[turn])}` : ""}`),
      h("ul", {}, found.changes.filter(({ decisions }) => decisions[0] === turn + 1).map(({ instead, endings }) => h("li", {}, `“${told.label(instead[0])}” ends in ${endings ? told.ends(endings) : "more ways than can be followed"}.`))),
      sides.map(([heading, part]) => (view.scene.debrief?.[part] === undefined ? null : [h("h3", {}, heading), says(view.scene.debrief[part])])))));
}
