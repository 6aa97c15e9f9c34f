// What a careful reader of a page would complain of, as a list of sentences; after the rules of axe and WCAG 2.2 AA.
() => {
  const said = [];
  const name = (e) => `${e.tagName.toLowerCase()}${e.className?.baseVal ?? e.className ? "." + (e.className.baseVal ?? e.className) : ""} "${e.textContent.trim().slice(0, 30)}"`;
  const shown = (e) => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };

  // Text: contrast and size. SVG scales its text.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(e) || e.closest("title, style") || !shown(e)) continue;
    seen.add(e);
    const style = getComputedStyle(e), inside = e.closest("svg");
    const ink = parse(inside ? style.fill : style.color).slice(0, 3);
    const [light, dark] = [luminance(ink), luminance(ground(inside ?? e))].sort((a, b) => b - a);
    const scale = inside ? inside.getScreenCTM().a : 1;
    const size = parseFloat(style.fontSize) * scale;
    const large = size >= 24 || (size >= 18.6 && style.fontWeight >= 700);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < (large ? 3 : 4.5)) said.push(`contrast ${ratio.toFixed(2)}: ${name(e)}`);
    if (size < 10) said.push(`text of ${size.toFixed(1)} px: ${name(e)}`);
  }

  // Words of a drawing do not lie on each other.
  for (const svg of document.querySelectorAll("svg.chart")) {
    const boxes = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]);
    boxes.forEach(([one, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)
        said.push(`"${one}" lies on "${other}"`);
    }));
    const frame = svg.getBoundingClientRect();
    for (const [one, box] of boxes) if (box.right > frame.right + 1 || box.left < frame.left - 1) said.push(`"${one}" leaves its drawing`);
  }

  // Structure: headings in order, names of drawings, heads of tables, links, ids.
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => Number(h.tagName[1]));
  if (levels.filter((l) => l === 1).length !== 1 || levels[0] !== 1) said.push("not one h1 at the top");
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) said.push(`h${levels[at - 1]} is followed by h${level}`); });
  for (const svg of document.querySelectorAll("svg"))
    if (svg.getAttribute("aria-hidden") !== "true" && !(svg.getAttribute("role") === "img" && svg.getAttribute("aria-label")))
      said.push(`a drawing without a name: ${name(svg)}`);
  for (const table of document.querySelectorAll("table")) {
    if (!table.querySelector("thead th[scope=col]")) said.push(`a table without heads of columns: ${name(table)}`);
    for (const th of table.querySelectorAll("th")) if (!th.scope || !th.textContent.trim()) said.push(`a head without scope or words: ${name(th)}`);
  }
  for (const a of document.querySelectorAll("a")) if (!a.textContent.trim()) said.push("a link without words");
  for (const a of document.querySelectorAll('a[href^="#"]')) if (!document.getElementById(a.hash.slice(1))) said.push(`${a.hash} is nowhere`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  if (new Set(ids).size !== ids.length) said.push("an id stands twice");
  for (const field of document.querySelectorAll("input, select")) if (field.type !== "hidden" && !field.labels?.length && !field.ariaLabel) said.push(`a field without a label: ${field.name}`);
  if (!document.documentElement.lang || !document.title.trim()) said.push("no language or no title");

  // Room: nothing sticks out, what scrolls can be reached with the keyboard, targets are large enough.
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) said.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const e of document.querySelectorAll("body *")) {
    const scroller = e.closest(".wide");
    if (scroller === e && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0) said.push(`it scrolls and has no focus: ${name(e)}`);
    if (!scroller && shown(e) && e.getBoundingClientRect().right > wide + 1) said.push(`it sticks out: ${name(e)}`);
  }
  for (const a of document.querySelectorAll("nav a, summary, button"))
    if (shown(a) && a.getBoundingClientRect().height < 24) said.push(`too small to touch: ${name(a)}`);
  return [...new Set(said)];
}
