// The page: the title, then one scene at a time; what can be looked up lies over it in a dialog.
"use strict";

const $ = (id) => document.getElementById(id);
// The keys of the choices: digits as they stand on the keyboard, then letters that do nothing else here.
const KEYS = [..."1234567890abdfhiklnoptvxyz"];
const SIGN = { "-1": "▼", 0: "", 1: "▲" };

class Screen {
  constructor(machine) {
    this.machine = machine;
    this.story = machine.story;
    this.keeping = new Keeping(this.story.id);
    this.session = null;
    this.sheets = new Sheets(this);
    document.addEventListener("keydown", (event) => this.key(event));
    const looks = [["claims", "Claims", "c"], ["road", "Road", "m"], ["journal", "Journal", "j"], ["glossary", "Glossary", "g"], ["saves", "Saves", "s"], ["help", "Help", "?"]];
    const offered = looks.filter(([name]) => this.sheets.has(name));
    this.keys = { ...Object.fromEntries(offered.map(([name, , key]) => [key, () => this.sheets.open(name)])), u: () => this.undo() };
    $("keys").append(
      h("button", { type: "button", id: "undo", "aria-keyshortcuts": "u", click: () => this.undo() }, "Undo"),
      ...offered.map(([name, label, key]) => h("button", { type: "button", "aria-keyshortcuts": key, click: () => this.sheets.open(name) }, label)),
    );
    this.title();
  }

  /** The title: what this is, and where one can go on. */
  title() {
    const { story, keeping } = this;
    this.session = null;
    document.title = story.title;
    $("where").textContent = "";
    $("board").replaceChildren();
    const { present, endings } = keeping.all;
    const all = this.machine.scenes.filter((scene) => scene.ending).length;
    const go = (label, about, click) => h("li", {}, h("button", { class: "choice", type: "button", click }, label), about ? h("p", { class: "aside" }, about) : null);
    this.show(
      story.title,
      story.about ? proseOf(story.about, (term) => this.sheets.term(term)) : null,
      h("ul", { class: "choices" },
        present ? go("Continue", `${present.title}${present.date ? `, ${present.date}` : ""}; ${counted(present.turn, "decision")} made`, () => this.resume(present)) : null,
        go(present ? "Begin anew" : "Begin", "", () => this.anew()),
        story.short ? go("A short game", `${story.short.asks.length} scenes ask you; ${named(story.short.plays)} decides the rest.`, () => this.anew(true)) : null),
      endings.length ? h("p", { class: "aside" }, `${endings.length} of ${all} endings found: ${endings.map((id) => this.name(id)).join(", ")}.`) : null,
      story.source ? h("p", { class: "aside" }, `It leans on “${story.source.title}”${story.source.outlet ? `, ${story.source.outlet}` : ""}${story.source.date ? `, ${story.source.date}` : ""}.`) : null,
    );
  }

  name(id) {
    return this.machine.scenes.find((scene) => scene.id === id)?.ending?.name ?? id;
  }

  begin(session, note = "") {
    this.session = session;
    this.page(note);
  }

  anew(isShort = false) {
    const session = new Session(this.machine, newSeed());
    session.isShort = isShort;
    if (isShort) goOn(session);
    this.begin(session);
  }

  /** Go on from a record; what no longer holds is said. */
  resume(saved) {
    const { seed, steps, short } = read(saved.text);
    const { session, held } = Session.replay(this.machine, seed, steps);
    session.isShort = short && Boolean(this.story.short);
    const note = held < steps.length ? `The story has changed since this was kept: ${held} of ${counted(steps.length, "step")} still hold.` : "";
    this.begin(session, note);
  }

  choose(ref, key) {
    const { session } = this;
    if (!session || session.view.key !== key) return;
    try {
      if (!session.choose(ref)) return;
      if (session.isShort) goOn(session);
      this.page();
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      this.page("That choice leads nowhere: at a draw after it nothing can come. This is a fault of the story; choose another way.");
    }
  }

  undo() {
    if (this.session && goBack(this.session)) this.page();
  }

  /** The present moment: what followed, the page, who can be heard, what can be chosen. */
  page(note = "") {
    const { session } = this;
    const { view } = session;
    const kept = this.keeping.keep(session, this.story.digest);
    const term = (id) => this.sheets.term(id);
    document.title = `${view.title || this.story.title} · ${this.story.title}`;
    $("where").textContent = [view.chapter, view.date, view.place].filter(Boolean).join(" · ");
    const { followed } = view;
    const taken = takenFor(session);
    const passages = view.stayed ? [] : view.passages;
    this.show(
      followed ? "What followed" : passages[0]?.title || this.story.title,
      note ? h("p", { class: "note", role: "status" }, note) : null,
      kept ? null : h("p", { class: "note", role: "status" }, "This browser keeps nothing: closing the page ends the game. Saves lets you copy it out."),
      followed ? h("section", { class: "followed" }, h("p", { class: "chosen" }, taken.length ? "Taken for you: " : "You chose: ", spansOf(line(followed.label), term)), proseOf(followed.text, term), this.changes(followed.changes)) : null,
      taken.length > 1 ? h("ul", { class: "taken" }, taken.slice(0, -1).map((one) => h("li", {}, one))) : null,
      passages.map((passage, n) => [        passage.title && (followed || n) ? h("h2", {}, passage.title) : null,
        proseOf(passage.text, term),
        this.reasons(passage.reasons),
        this.changes(passage.changes),
      ]),
      this.hearings(view),
      view.ending ? this.ending(view) : this.choices(view),
    );
    this.board(view);
    $("undo").disabled = session.snapshots.length === 1;
  }

  /** Put a page in place of the last, and lead reader and keyboard to its heading. */
  show(heading, ...parts) {
    const top = h("h1", { tabindex: "-1", id: "top" }, heading);
    $("scene").replaceChildren(top, ...parts.flat(Infinity).filter(Boolean));
    $("undo").disabled = !this.session;
    top.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  /** Each change of the board with its reason, and the claim that it leans on or that it leans on none. */
  changes(list) {
    if (!list.length) return null;
    return h("ul", { class: "changes" }, list.map((change) => {
      const delta = change.span ? change.value - change.before : null;
      const moved = delta === null ? `${change.name}: ${change.word}` : `${change.name} ${SIGN[Math.sign(delta)]} ${Math.abs(delta)} to ${change.value}${change.word ? `, ${change.word}` : ""}`;
      const because = spansOf(line(change.because), (id) => this.sheets.term(id));
      return h("li", {}, h("strong", {}, stopped(moved)), " ", because, " ", this.leaning(change));
    }));
  }

  /** Why play came to a page, where the story says so. */
  reasons(list) {
    return list.map((reason) => h("p", { class: "reason" }, spansOf(line(reason.because), (id) => this.sheets.term(id)), " ", this.leaning(reason)));
  }

  /** The claims that something leans on, or that it leans on none. */
  leaning({ cites, outside }) {
    const { claims, called } = this.story;
    return [
      cites.map((id) => h("button", { class: "cite", type: "button", title: claims[id].says, click: () => this.sheets.claim(id) }, `${id} · ¶${claims[id].paragraph}`)),
      outside ? h("span", { class: "outside" }, `outside ${called}: ${outside}`) : null,
    ];
  }

  hearings(view) {
    if (!view.hearings.length || view.ending) return null;
    const left = view.hearLeft;
    const told = view.hearings.filter((one) => one.heard);
    const asked = view.hearings.filter((one) => !one.heard);
    return h("section", { class: "hearings", "aria-label": "Briefings" },
      told.map((one) => h("div", { class: "briefing", id: `heard-${one.person}`, tabindex: "-1" }, h("h3", {}, one.name, one.role ? h("small", {}, ` ${one.role}`) : null), proseOf(one.text, (id) => this.sheets.term(id)))),
      left > 0 && asked.length
        ? h("p", { class: "hear" }, left < asked.length ? `Hear ${left} of: ` : "Hear: ", asked.map((one) => h("button", { type: "button", click: () => this.hear(one) }, one.name)))
        : null);
  }

  hear(one) {
    if (!this.session.hear(one.ref)) return;
    const at = window.scrollY;
    this.page();
    window.scrollTo(0, at);
    $(`heard-${one.person}`).focus();
  }

  choices(view) {
    if (view.stuck) return h("p", { class: "note" }, "Nothing can be chosen here. This is a fault of the story; undo takes back the last choice.");
    const { key } = view;
    let n = 0;
    return h("ol", { class: "choices", "aria-label": "Choices" }, view.offers.map((offer) => {
      const label = spansOf(line(offer.label), (id) => this.sheets.term(id)).map((part) => (part.classList?.contains("term") ? part.textContent : part));
      if (!offer.open) return h("li", { class: "locked" }, h("span", { class: "choice" }, "✗ ", label, h("span", { class: "aside" }, " · ", spansOf(line(offer.locked), () => {})), h("span", { class: "unseen" }, " (locked)")));
      n += 1;
      return h("li", {}, h("button", { class: "choice", type: "button", "data-n": KEYS[n - 1] ?? n, "aria-keyshortcuts": KEYS[n - 1] ?? null, click: () => this.choose(offer.ref, key) }, label));
    }));
  }

  ending(view) {
    const { session } = this;
    return [
      h("p", { class: "stamp" }, h("strong", {}, view.ending.name), ` · a ${view.ending.tone}`),
      review(session, this),
      h("ul", { class: "choices" },
        h("li", {}, h("button", { class: "choice", type: "button", click: () => this.sheets.open("road") }, "Go back to a decision")),
        h("li", {}, h("button", { class: "choice", type: "button", click: () => this.anew(session.isShort) }, "Begin anew")),
        h("li", {}, h("button", { class: "choice", type: "button", click: () => this.title() }, "To the title"))),
    ];
  }

  board(view) {
    $("board").replaceChildren(...view.board.flatMap(({ heading, meters }) => [
      heading ? h("h2", {}, heading) : "",
      h("dl", {}, meters.map((meter) => [
        h("dt", {}, meter.about ? h("abbr", { title: meter.about }, meter.name) : meter.name),
        h("dd", {}, meter.span ? [h("meter", { min: meter.span[0], max: meter.span[1], value: meter.value, "aria-label": meter.name }), " "] : null,
          h("span", {}, meter.word || String(meter.value)), meter.last ? h("span", { class: "last" }, ` ${SIGN[Math.sign(meter.last)]}${Math.abs(meter.last)}`) : null),
      ])),
    ]));
  }

  /** Keys work wherever one is, but in a field or with a modifier held. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if ($("sheet").open) {
      if (this.sheets.key === event.key) this.sheets.close(event);
      return;
    }
    const button = KEYS.includes(event.key) ? document.querySelector(`#scene [data-n="${event.key}"]`) : null;
    if (button) button.click();
    else if (this.session && this.keys[event.key]) {
      event.preventDefault();
      this.keys[event.key]();
    }
  }
}

const counted = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
