// Draws the charts in the style sheet's colours, again when light turns dark; opens and copies SQL.
(() => {
  "use strict";
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const look = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const [ink, quiet, line] = ["ink", "quiet", "line"].map(colour);
    const series = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`series-${number}`));
    const small = window.innerWidth < 460;
    return {
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      axis: {
        labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: line, tickColor: line,
        labelFontSize: small ? 10.5 : 12, titleFontSize: 12, titleFontWeight: "normal",
        labelLimit: small ? 118 : 220, labelOverlap: true,
      },
      axisY: { domain: false, ticks: false },
      axisX: { grid: false },
      legend: { labelColor: ink, labelFontSize: 12, symbolStrokeWidth: 3, labelLimit: 130 },
      text: { color: ink },
      range: { category: series },
      style: {
        total: { color: colour("total"), stroke: colour("total") },
        series: { color: colour("series") },
        ink: { color: ink, fontSize: 12 },
      },
    };
  };
  const draw = () => {
    const config = look();
    const drawn = Object.entries(specs).map(([key, spec]) =>
      vegaEmbed(`#chart-${key}`, spec, { actions: false, renderer: "svg", ast: true, logLevel: 1, config }));
    Promise.all(drawn).then(() => { document.body.dataset.drawn = String(drawn.length); });
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  const open = () => {
    const details = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (details instanceof HTMLDetailsElement) { details.open = true; }
  };
  addEventListener("hashchange", open);
  open();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copies]");
    if (!button) { return; }
    const code = document.getElementById(button.dataset.copies);
    getSelection().selectAllChildren(code);
    const done = () => { button.textContent = "Copied"; };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(code.textContent).then(done, () => {
        button.textContent = "Selected: press Ctrl+C";
      });
    } else { button.textContent = "Selected: press Ctrl+C"; }
  });
})();
