"use strict";
// Draws the charts from the JSON on the page and keeps their colours with the reader's light or dark theme.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const config = {
    responsive: true,
    displaylogo: false,
    modeBarButtons: [["toImage", "zoom2d", "resetScale2d"]],
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const themed = () => ({
    "font.color": colour("--text"),
    "font.family": getComputedStyle(document.body).fontFamily,
    "font.size": 12,
    "hoverlabel.bgcolor": colour("--card"),
    "hoverlabel.bordercolor": colour("--edge"),
    "hoverlabel.font.color": colour("--text"),
    "hoverlabel.font.family": getComputedStyle(document.body).fontFamily,
    "modebar.bgcolor": "rgba(0, 0, 0, 0)",
    "modebar.color": colour("--muted"),
    "modebar.activecolor": colour("--accent"),
  });
  const nested = (flat) => {
    const tree = {};
    for (const [path, value] of Object.entries(flat)) {
      const names = path.split(".");
      const last = names.pop();
      names.reduce((node, name) => (node[name] ??= {}), tree)[last] = value;
    }
    return tree;
  };
  const figures = JSON.parse(document.getElementById("figures").textContent);
  // paper is white and narrow: what A4 and US letter leave beside their margins, and drawn smaller there
  const paper = { width: 800, autosize: false, "font.color": "#000000", "legend.font.color": "#000000" };
  const each = (change) => {
    for (const name of Object.keys(figures)) {
      const place = document.getElementById(`plot-${name}`);
      if (place.layout) Plotly.relayout(place, change());
    }
  };
  window.addEventListener("beforeprint", () => each(() => paper));
  window.addEventListener("afterprint", () => {
    each(() => ({ ...themed(), width: null, autosize: true, "legend.font.color": null }));
  });
  const draw = async () => {
    for (const [name, figure] of Object.entries(figures)) {
      const place = document.getElementById(`plot-${name}`);
      await Plotly.newPlot(place, figure.data, { ...figure.layout, ...nested(themed()) }, config);
      dark.addEventListener("change", () => Plotly.relayout(place, themed()));
      await new Promise((next) => setTimeout(next)); // the reader may scroll between two charts
    }
  };
  draw();
})();
