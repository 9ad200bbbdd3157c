// The map of a story: boxes and arrows where the layout puts them, and beside them the scene that was chosen.
"use strict";

const WIDTH = 170;
const HEIGHT = 44;
const MANY = 600; // nodes; past that the layout takes seconds: the quick way to rank is used, and it is said

const $ = (id) => document.getElementById(id);

/** An element, of SVG or of HTML, with attributes and children; text stays text. */
function made(space, tag, attributes, ...children) {
  const element = space ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
const svg = (tag, attributes, ...children) => made(true, tag, attributes, ...children);
const html = (tag, ...children) => made(false, tag, {}, ...children);

function draw(story) {
  const layout = story.nodes.length > MANY ? "Laying out the map…" : "";
  $("said").textContent = layout;
  if (layout) setTimeout(() => new Chart(story), 30); // so that the word is seen
  else new Chart(story);
}

const READABLE = 0.6; // the scale below which no label is: a map that is larger opens at its start

class Chart {
  constructor(story) {
    this.story = story;
    this.nodes = new Map(story.nodes.map((node) => [node.id, node]));
    this.view = { x: 0, y: 0, scale: 1 };
    this.group = svg("g", {});
    $("map").append(this.arrow(), this.group);
    this.place();
    this.controls();
    this.whole();
    if (this.view.scale < READABLE) this.find(story.start);
    $("said").textContent = `${story.nodes.length} scenes, ${story.arrows.length} ways`;
  }

  /** Where everything stands. */
  place() {
    const graph = new dagre.graphlib.Graph();
    graph.setGraph({ rankdir: "TB", ranksep: 60, nodesep: 24, ranker: this.story.nodes.length > MANY ? "longest-path" : "network-simplex" });
    for (const { id } of this.story.nodes) graph.setNode(id, { width: WIDTH, height: HEIGHT });
    const between = new Map();
    for (const arrow of this.story.arrows) {
      const key = JSON.stringify([arrow.from, arrow.to]);
      between.set(key, { ...arrow, by: [between.get(key)?.by, arrow.by].filter(Boolean).join(", ") });
    }
    for (const arrow of between.values()) graph.setEdge(arrow.from, arrow.to, { ...arrow });
    dagre.layout(graph);
    this.size = graph.graph();
    this.edges = graph.edges().map((edge) => this.edge(graph.edge(edge)));
    this.boxes = new Map(this.story.nodes.map((node) => [node.id, this.box(node, graph.node(node.id))]));
  }

  arrow() {
    return svg("defs", {}, svg("marker", { id: "head", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" }, svg("path", { d: "M0 0L8 4L0 8Z", fill: "currentColor" })));
  }

  edge({ points, from, to, by, kind }) {
    const line = svg("path", { class: `edge ${kind}`, d: `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`, "marker-end": "url(#head)" });
    const { x, y } = points[Math.floor(points.length / 2)];
    const label = svg("text", { class: "by", x, y }, by.length > 34 ? `${by.slice(0, 33)}…` : by);
    this.group.append(line, label);
    return { from, to, line, label };
  }

  box(node, { x, y }) {
    const classes = ["node", node.kind, node.tone, node.impossible ? "impossible" : ""].filter(Boolean).join(" ");
    const name = node.name.length > 25 ? `${node.name.slice(0, 24)}…` : node.name;
    const odds = node.odds === null ? "" : ` ${percent(node.odds)}`;
    const box = svg("g", { class: classes, transform: `translate(${x} ${y})`, tabindex: "0", role: "button", "aria-label": `${node.name}${odds}${node.impossible ? ", impossible" : ""}` },
      svg("rect", { x: -WIDTH / 2, y: -HEIGHT / 2, width: WIDTH, height: HEIGHT }), svg("text", {}, `${name}${odds}`));
    box.addEventListener("click", () => this.choose(node.id));
    box.addEventListener("keydown", (event) => event.key === "Enter" && this.choose(node.id));
    this.group.append(box);
    return { box, x, y };
  }

  /** Show a scene beside the map, its ways lit. */
  choose(id) {
    const node = this.nodes.get(id);
    for (const [other, { box }] of this.boxes) box.classList.toggle("chosen", other === id);
    for (const { from, to, line } of this.edges) line.classList.toggle("lit", from === id || to === id);
    const go = (target) => {
      const [to] = target.split(",");
      if (!this.nodes.has(to)) return html("li", target);
      const button = html("button", target);
      button.addEventListener("click", () => this.find(to));
      return html("li", button);
    };
    const aside = (text) => made(false, "p", { class: "aside" }, text);
    $("scene").replaceChildren(
      html("h2", node.name), aside([node.id, node.chapter, node.when].filter(Boolean).join(" · ")),
      ...(node.impossible ? [html("p", html("strong", `No playthrough comes here: ${node.impossible}`))] : []),
      ...(node.odds === null ? [] : [html("p", `At random play ends here in ${percent(node.odds)}.`)]),
      ...node.text.map((text) => html("p", text)),
      ...node.ways.map(({ label, when, to }) => html("div", html("strong", label), ...(when ? [aside(`when ${when}`)] : []), html("ul", ...to.map(go)))),
    );
    $("scene").scrollTop = 0;
  }

  /** Bring a scene to the middle, and show it. */
  find(id) {
    const { x, y, box } = this.boxes.get(id);
    const { width, height } = $("map").getBoundingClientRect();
    this.view.scale = Math.max(this.view.scale, 0.7);
    this.view.x = width / 2 - x * this.view.scale;
    this.view.y = height / 2 - y * this.view.scale;
    this.paint();
    this.choose(id);
    box.focus({ preventScroll: true });
  }

  /** Only what a chapter and the words of a search hold stays bright; where one scene is left, it is shown. */
  filter() {
    const words = $("search").value.toLowerCase();
    const chapter = $("chapter").value;
    const matches = this.story.nodes.filter((node) => (!chapter || node.chapter === chapter) && (!words || `${node.id} ${node.name} ${node.text.join(" ")} ${node.ways.map(({ label }) => label).join(" ")}`.toLowerCase().includes(words)));
    const bright = new Set(matches.map(({ id }) => id));
    for (const [id, { box }] of this.boxes) box.classList.toggle("dim", !bright.has(id));
    for (const { from, to, line } of this.edges) line.classList.toggle("dim", !bright.has(from) && !bright.has(to));
    $("said").textContent = `${matches.length} of ${this.story.nodes.length} scenes`;
    return matches;
  }

  controls() {
    for (const chapter of new Set(this.story.nodes.map(({ chapter }) => chapter).filter(Boolean))) $("chapter").append(html("option", chapter));
    $("search").addEventListener("input", () => this.filter());
    $("search").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const words = $("search").value.toLowerCase();
      const named = ({ id, name }) => `${id} ${name}`.toLowerCase().includes(words);
      const [first] = this.filter().sort((a, b) => named(b) - named(a));
      if (first) this.find(first.id);
    });
    $("chapter").addEventListener("change", () => this.filter());
    $("less").addEventListener("click", () => this.zoom(1 / 1.3));
    $("more").addEventListener("click", () => this.zoom(1.3));
    $("whole").addEventListener("click", () => this.whole());
    const map = $("map");
    map.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 500), event.offsetX, event.offsetY);
    }, { passive: false });
    let held = null;
    map.addEventListener("pointerdown", (event) => (held = [event.clientX - this.view.x, event.clientY - this.view.y]));
    window.addEventListener("pointermove", (event) => held && this.move(event.clientX - held[0], event.clientY - held[1]));
    window.addEventListener("pointerup", () => (held = null));
    map.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
      if (step) this.move(this.view.x + step[0], this.view.y + step[1]);
      else if (event.key === "+" || event.key === "-") this.zoom(event.key === "+" ? 1.3 : 1 / 1.3);
      else return;
      event.preventDefault();
    });
  }

  zoom(by, x = $("map").clientWidth / 2, y = $("map").clientHeight / 2) {
    const scale = Math.min(3, Math.max(0.005, this.view.scale * by));
    const grown = scale / this.view.scale;
    this.view = { scale, x: x - (x - this.view.x) * grown, y: y - (y - this.view.y) * grown };
    this.paint();
  }

  move(x, y) {
    Object.assign(this.view, { x, y });
    this.paint();
  }

  /** The whole map in the window. */
  whole() {
    const { width, height } = $("map").getBoundingClientRect();
    const scale = Math.min(1, width / (this.size.width + 40), height / (this.size.height + 40));
    this.view = { scale, x: (width - this.size.width * scale) / 2, y: 20 };
    this.paint();
  }

  paint() {
    const { x, y, scale } = this.view;
    this.group.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    this.group.classList.toggle("far", scale < READABLE);
  }
}

const percent = (share) => (share > 0 && share < 0.001 ? "under 0.1%" : `${(share * 100).toFixed(1)}%`);
