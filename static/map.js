// Puts a map that can be moved, and chosen from, in the place of the drawing. Without this file the drawing stays,
// and a list beside the map does what the map does.
const SVG = "http://www.w3.org/2000/svg";
const INK = "#10262d";
const EARTH = 40075016.7; // metres round the equator
const LETTER = 8; // pixels of a letter of a label
const PLATE = 26; // pixels of its height
const SMALL = 12; // pixels of a letter alone
const HOUSE = 5; // metres: how large the dot of a residence is
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const maps = new Set();
const looked = new Map(); // where a map was looked at, by its address: it stays there when the page renews it
let counted = 0;

class OfficeMap {
  constructor(place, plan) {
    this.place = place;
    this.plan = plan;
    this.shapes = [];
    this.streets = [];
    this.dots = [];
    this.name = `office-map-${(counted += 1)}`;
    const [west, south, east, north] = plan.bbox;
    this.bounds = L.latLngBounds([south, west], [north, east]);
    place.style.aspectRatio = String(((east - west) * Math.cos(((south + north) * Math.PI) / 360)) / (north - south));
    this.draw();
  }

  draw() {
    const { tiles, credit } = this.place.dataset;
    const still = { zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm };
    this.map = L.map(this.place, { ...still, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.1, maxZoom: 21, maxBounds: this.bounds.pad(0.5) });
    this.look();
    if (tiles) this.addTiles(tiles, credit);
    L.control.scale({ imperial: false }).addTo(this.map);
    this.addWhole();
    this.addPane("doors", 450);
    for (const feature of this.plan.features) this[feature.properties.role](feature);
    this.addLooks();
    this.map.on("zoomend", () => this.label());
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    this.label();
    this.paint();
  }

  look() {
    const address = this.place.dataset.map;
    const before = looked.get(address);
    if (before) this.map.setView(before.middle, before.zoom, { animate: false });
    else this.map.fitBounds(this.bounds);
    this.map.on("moveend", () => looked.set(address, { middle: this.map.getCenter(), zoom: this.map.getZoom() }));
  }

  addTiles(tiles, credit) {
    const words = document.createElement("span");
    words.textContent = credit;
    L.tileLayer(tiles, { maxZoom: 20 }).addTo(this.map);
    L.control.attribution({ prefix: false }).addAttribution(words.innerHTML).addTo(this.map);
  }

  // Leaflet draws dots in a canvas of their own, which would lie under the shapes.
  addPane(name, height) {
    const pane = this.map.createPane(name);
    pane.style.zIndex = height;
    pane.style.pointerEvents = "none";
  }

  // A button that shows all of the map again.
  addWhole() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-whole";
    button.textContent = "All";
    button.setAttribute("aria-label", "Show the whole map");
    button.addEventListener("click", () => this.map.fitBounds(this.bounds));
    const corner = L.control({ position: "topleft" });
    corner.onAdd = () => button;
    corner.addTo(this.map);
    L.DomEvent.disableClickPropagation(button);
  }

  shape(feature) {
    const told = feature.properties;
    const layer = L.geoJSON(feature, { style: { color: INK, weight: 1.5, dashArray: told.sketched ? "6 4" : null, fillOpacity: this.place.dataset.tiles ? 0.7 : 1, smoothFactor: 0.5 } }).getLayers()[0];
    layer.addTo(this.map).bindTooltip(text(told.words), { sticky: true });
    const shape = { told, layer, path: layer.getElement(), plates: told.label || told.letter ? told.rooms.map((room) => this.plate(told, room)) : [] };
    this.shapes.push(shape);
    layer.on("click", () => this.act(shape));
    this.makeReachable(shape);
  }

  plate({ label, letter }, { at, radius, span }) {
    const words = text(label, "strong");
    if (letter) words.append(label ? " " : "", text(letter, "span"));
    return { high: 2 * radius, span, tip: this.write(flip(at), words, "map-plate") };
  }

  write(at, content, className) {
    return L.tooltip(at, { content, className, permanent: true, direction: "center", opacity: 1 }).addTo(this.map);
  }

  street(feature) {
    const line = L.geoJSON(feature, { interactive: false, style: { color: "#6f7f84", opacity: 0.35, weight: 6, className: "map-street" } });
    line.addTo(this.map);
    const piece = feature.geometry.coordinates.reduce((a, b) => (this.length(b) > this.length(a) ? b : a));
    const words = text(feature.properties.label);
    words.style.transform = `rotate(${this.angle(piece)}deg)`;
    this.streets.push({ name: feature.properties.label, length: this.length(piece), tip: this.write(flip(between(piece)), words, "map-name") });
  }

  length(piece) {
    return this.map.distance(flip(piece[0]), flip(piece.at(-1)));
  }

  angle(piece) {
    const [a, b] = [piece[0], piece.at(-1)].map((point) => this.map.project(flip(point)));
    const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    return angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
  }

  residences(feature) {
    const dot = { stroke: false, fillColor: INK, fillOpacity: 1, interactive: false, pane: "doors", renderer: L.canvas({ pane: "doors" }) };
    this.dots = feature.geometry.coordinates.map((point) => L.circleMarker(flip(point), dot).addTo(this.map));
  }

  // Each shape is one stop of a round that the arrow keys walk; the tab key passes the map in one step.
  makeReachable(shape) {
    const { path, told } = shape;
    const chooses = "choose" in this.place.dataset;
    path.setAttribute("role", chooses ? "checkbox" : told.url ? "link" : "img");
    path.setAttribute("aria-label", told.words);
    path.setAttribute("tabindex", this.shapes.length === 1 ? "0" : "-1");
    path.addEventListener("keydown", (event) => this.key(event, shape));
  }

  key(event, shape) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) this.focus(this.shapes.at((this.shapes.indexOf(shape) + step) % this.shapes.length), shape);
    else if (event.key === "Enter" || event.key === " ") this.act(shape);
    else return;
    event.preventDefault();
    event.stopPropagation(); // or the map would move under the key as well
  }

  focus(next, last) {
    last.path.setAttribute("tabindex", "-1");
    next.path.setAttribute("tabindex", "0");
    next.path.focus();
    const middle = flip(next.told.rooms[0].at);
    if (!this.map.getBounds().contains(middle)) this.map.panTo(middle);
  }

  act({ told }) {
    const box = this.box(told.key);
    if (box) box.click();
    else if (told.url) window.location.assign(told.url);
  }

  box(key) {
    const name = this.place.dataset.choose;
    return name ? [...document.getElementsByName(name)].find((box) => box.type === "checkbox" && box.value === key) : null;
  }

  paint() {
    for (const { told, layer, path, plates } of this.shapes) {
      const box = this.box(told.key);
      const chosen = box ? box.checked : told.chosen;
      const look = this.plan.looks[told.look];
      layer.setStyle({ fillColor: look.tile ? `url(#${this.name}-${told.look})` : look.ground, weight: chosen ? 4 : 1.5 });
      if (path.getAttribute("role") === "checkbox") path.setAttribute("aria-checked", String(chosen));
      for (const { tip } of plates) tip.getElement().classList.toggle("map-plate--chosen", chosen);
      if (chosen && path !== document.activeElement) layer.bringToFront(); // which would lose the focus
    }
  }

  addLooks() {
    const defs = make("defs", {});
    for (const [number, look] of Object.entries(this.plan.looks)) {
      const tile = make("pattern", { id: `${this.name}-${number}`, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "scale(1.5)" });
      tile.append(make("rect", { width: 8, height: 8, fill: look.ground }));
      tile.append(make("path", { d: look.tile, fill: "none", stroke: look.ink, "stroke-width": look.dots ? 2.2 : 0.8, "stroke-linecap": "round" }));
      defs.append(tile);
    }
    this.map.getPane("overlayPane").querySelector("svg")?.prepend(defs);
  }

  // A label is shown where its shape, or its street, is large enough for it; else a shape's letter, or nothing.
  label() {
    const pixels = (2 ** this.map.getZoom() * 256) / (EARTH * Math.cos((this.map.getCenter().lat * Math.PI) / 180));
    for (const { told, plates } of this.shapes) {
      const wide = (told.label.length + told.letter.length + 2) * LETTER;
      for (const { high, span, tip } of plates) {
        const whole = high * pixels >= PLATE && span * pixels >= wide;
        tip.getElement().classList.toggle("map-plate--small", !whole); // its letter alone
        show(tip, whole || (told.letter && high * pixels >= SMALL));
      }
    }
    const radius = Math.min(Math.max(HOUSE * pixels, 1), 4);
    for (const dot of this.dots) dot.setRadius(radius);
    for (const { name, length, tip } of this.streets) show(tip, length * pixels >= name.length * LETTER);
  }
}

function show(tip, seen) {
  tip.getElement().hidden = !seen;
  tip.update(); // it stands by its size, which it has only where it is seen
}

function text(words, kind = "span") {
  const element = document.createElement("span");
  element.append(document.createElement(kind));
  element.firstChild.textContent = words;
  return element;
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function flip([x, y]) {
  return [y, x];
}

function between(piece) {
  const after = Math.max(1, Math.floor(piece.length / 2));
  const [a, b] = [piece[after - 1], piece[after] ?? piece[0]];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

async function start(place) {
  if (place.dataset.started) return;
  place.dataset.started = "yes";
  const answer = await fetch(place.dataset.map, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const plan = await answer.json();
  if (!plan.bbox || !place.isConnected) return;
  place.closest(".map").querySelector(".map__drawing").hidden = true;
  place.hidden = false;
  maps.add(new OfficeMap(place, plan));
}

function startAll(scope) {
  for (const place of scope.querySelectorAll(".office-map")) start(place).catch(() => {});
}

function paintAll() {
  for (const each of maps) {
    if (each.place.isConnected) each.paint();
    else {
      maps.delete(each);
      each.map.remove();
    }
  }
}

startAll(document);
document.addEventListener("htmx:load", (event) => {
  startAll(event.detail.elt);
  paintAll();
});
document.addEventListener("change", paintAll);
document.addEventListener("reset", () => window.setTimeout(paintAll));
