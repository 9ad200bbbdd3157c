// What can be looked up beside the scene, each in the same dialog: Escape, or the key that opened it, closes it.
"use strict";

class Sheets {
  constructor(screen) {
    this.screen = screen;
    this.story = screen.story;
    this.key = "";
  }

  has(name) {
    if (name === "claims") return Object.keys(this.story.claims).length > 0;
    return name !== "glossary" || Object.keys(this.story.glossary).length + Object.keys(this.story.people).length > 0;
  }

  open(name) {
    if (!this.screen.session && ["road", "journal"].includes(name)) return;
    this.key = { claims: "c", road: "m", journal: "j", glossary: "g", saves: "s", help: "?" }[name];
    this[name]();
  }

  show(heading, ...parts) {
    const close = h("button", { type: "button", click: () => this.close() }, "Close");
    const sheet = $("sheet");
    const head = h("div", { class: "head" }, h("h2", { id: "sheet-title", tabindex: "-1" }, heading), close);
    sheet.replaceChildren(head, ...parts.flat(Infinity).filter(Boolean));
    if (!sheet.open) sheet.showModal();
    $("sheet-title").focus();
    sheet.scrollTop = 0;
  }

  close(event) {
    event?.preventDefault();
    $("sheet").close();
  }

  prose(text) {
    return proseOf(text, (id) => this.term(id));
  }

  /** The argument map: every claim by paragraph, those that this playthrough has met marked. */
  claims() {
    const { source, claims } = this.story;
    const met = this.met();
    const paragraphs = grouped(Object.entries(claims));
    this.show("Claims",
      source ? h("p", { class: "aside" }, [source.title, source.outlet, source.date].filter(Boolean).join(", ")) : null,
      h("p", { class: "aside" }, `${met.size} of ${Object.keys(claims).length} met so far.`),
      [...paragraphs].map(([paragraph, list]) => [h("h3", {}, `Paragraph ${paragraph}`), h("ul", {}, list.map(([id, claim]) => h("li", { id: `claim-${id}` }, met.has(id) ? h("strong", {}, `✓ ${id}`) : id, ` (${claim.kind}): ${claim.says}`)))]));
  }

  claim(id) {
    const { paragraph, kind, says } = this.story.claims[id];
    this.show(`${id}, paragraph ${paragraph}`, h("p", {}, says), h("p", { class: "aside" }, `A ${kind} of ${this.story.called}, in the story’s own words.`));
  }

  met() {
    const { session } = this.screen;
    const views = session ? session.views : [];
    return new Set(views.flatMap((view) => [
      ...view.passages.flatMap(({ cites, changes }) => [...cites, ...changes.flatMap((change) => change.cites)]),
      ...(view.followed?.changes ?? []).flatMap((change) => change.cites),
    ]));
  }

  /** A word of the glossary, or somebody. */
  term(id) {
    const term = this.story.glossary[id];
    const person = this.story.people[id];
    if (term) this.show(term.name, this.prose(term.text));
    else if (person) this.show(person.name, person.role ? h("p", { class: "aside" }, person.role) : null, person.about ? this.prose(person.about) : null);
  }

  glossary() {
    const entry = (name, role, text) => [h("dt", {}, name, role ? h("small", {}, ` ${role}`) : null), h("dd", {}, text ? this.prose(text) : null)];
    const people = Object.values(this.story.people);
    const terms = Object.values(this.story.glossary).sort((a, b) => a.name.localeCompare(b.name));
    this.show("Glossary and people",
      people.length ? [h("h3", {}, "People"), h("dl", {}, people.map((one) => entry(one.name, one.role, one.about)))] : null,
      terms.length ? [h("h3", {}, "Terms"), h("dl", {}, terms.map((one) => entry(one.name, "", one.text)))] : null);
  }

  /** The road taken: each decision, with a way back to it. */
  road() {
    const { session } = this.screen;
    const taken = session.snapshots.slice(1).map((snapshot) => snapshot.chosen);
    this.show("The road so far", h("ol", {}, session.views.slice(0, taken.length).map((view, n) => h("li", {},
      h("strong", {}, view.title || "…"), view.date ? ` · ${view.date}` : "", h("br"),
      plain(line(session.machine.tell(taken[n].label, view.snapshot.s))), " ",
      h("button", { type: "button", click: () => this.back(n) }, "Go back here")))),
      taken.length ? null : h("p", {}, "No decision has been made yet."));
  }

  back(turn) {
    const { session, keeping } = this.screen;
    keeping.change({ saves: [{ ...entry(session, this.story.digest), name: "The line that was left" }, ...keeping.all.saves].slice(0, 50) });
    while (session.snapshots.length - 1 > turn) session.undo();
    this.close();
    this.screen.page("You went back. The line that was left stands among the saves.");
  }

  journal() {
    const parts = this.screen.session.views.flatMap((view) => [
      view.followed ? [h("p", { class: "chosen" }, "You chose: ", plain(line(view.followed.label))), this.prose(view.followed.text), this.screen.changes(view.followed.changes)] : [],
      view.snapshot.stayed ? [] : view.passages.flatMap((one) => [one.title ? h("h3", {}, one.title) : null, this.prose(one.text), this.screen.reasons(one.reasons), this.screen.changes(one.changes)]),
      view.hearings.filter((one) => one.heard).flatMap((one) => [h("h4", {}, `${one.name} says:`), this.prose(one.text)]),
    ]);
    this.show("The journal", parts);
  }

  saves() {
    const { session, keeping } = this.screen;
    const { saves } = keeping.all;
    const text = h("textarea", { rows: 8, "aria-label": "A playthrough as text", spellcheck: "false" });
    if (session) text.value = written(session);
    const said = h("p", { role: "status" });
    const mark = () => {
      const kept = keeping.change({ saves: [{ ...entry(session, this.story.digest), name: session.view.title }, ...saves].slice(0, 50) });
      if (kept) this.saves();
      else said.textContent = "The browser will not keep it. The text below is the whole playthrough: copy it.";
    };
    const drop = (n) => {
      keeping.change({ saves: keeping.all.saves.filter((_, i) => i !== n) });
      this.saves();
    };
    this.show("Saves",
      h("p", { class: "aside" }, "This browser keeps the present playthrough after each move."),
      session ? h("button", { type: "button", click: mark }, "Keep this moment") : null,
      h("ul", {}, saves.map((save, n) => h("li", {}, `${save.name || save.title}${save.date ? `, ${save.date}` : ""}; ${counted(save.turn, "decision")} `,
        h("button", { type: "button", click: () => { this.close(); this.screen.resume(save); } }, "Go on from here"), " ",
        h("button", { type: "button", click: () => drop(n) }, "Delete")))),
      h("h3", {}, "As text"),
      h("p", { class: "aside" }, "A playthrough is these few lines, for the terminal player too. Paste another to open it."),
      text,
      h("button", { type: "button", click: () => this.opened(text.value, said) }, "Open this text"),
      said);
  }

  opened(text, said) {
    const { seed, steps, short } = read(text);
    if (!steps.length) {
      said.textContent = "No step is in it: a playthrough has lines such as “- choose: scene.choice”.";
      return;
    }
    const { session, held } = Session.replay(this.screen.machine, seed, steps);
    session.isShort = short && Boolean(this.story.short);
    this.close();
    this.screen.begin(session, held < steps.length ? `${held} of ${counted(steps.length, "step")} hold in this story.` : "");
  }

  help() {
    const keys = [["1 to 9", "choose"], ["u", "undo the last choice"], ["c", "claims"], ["m", "the road, to go back"], ["j", "journal"], ["g", "glossary and people"], ["s", "saves"], ["Esc", "close this"]];
    this.show("Help", h("p", {}, "Everything can be done with the keyboard, with the mouse, or by touch."), h("dl", { class: "keys" }, keys.map(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)])),
      h("p", {}, `Each change names the claim of ${this.story.called} that it leans on, or says that it stands outside ${this.story.called}.`),
      h("p", { class: "aside" }, "Made with playable; it needs no connection. Prose is read by markdown-it (MIT licence)."),
      h("button", { type: "button", click: () => { this.close(); this.screen.title(); } }, "To the title"));
  }
}

/** Claims by paragraph, in order. */
function grouped(entries) {
  const found = new Map();
  for (const [id, claim] of entries) found.set(claim.paragraph, [...(found.get(claim.paragraph) ?? []), [id, claim]]);
  return found;
}
