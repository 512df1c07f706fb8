// Moves the factors of a sweep: shows the value of each slider, and what the emulators foretell there.
(() => {
  "use strict";
  const { factors, points, outcomes } = JSON.parse(document.getElementById("sliders").textContent);
  const inputs = factors.map((_, place) => document.getElementById(`slider-${place}`));
  const minus = (text) => text.replace("-", "−");
  const inUnits = ({ low, high, log, whole }, share) => {
    const value = log ? low * (high / low) ** share : low + (high - low) * share;
    return whole ? Math.round(value) : value;
  };
  const place = ({ low, high, log, whole }, share) => {
    if (!whole) return share;
    const value = inUnits({ low, high, log, whole }, share);
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low || 1);
  };
  const written = (outcome, { mean, half }) => {
    const times = outcome.percent ? 100 : 1;
    const digits = half > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(times * half)))) : 3;
    const text = (value) =>
      minus((times * value).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
    return `${text(mean)} ±${text(half)}${outcome.percent ? " %" : ""}`;
  };
  const draw = (band, outcome, { mean, half }) => {
    const width = outcome.highest - outcome.lowest || 1;
    const across = (value) => Math.min(100, Math.max(0, (100 * (value - outcome.lowest)) / width));
    const [bar, dot] = band.children;
    bar.style.left = `${across(mean - half)}%`;
    bar.style.width = `${across(mean + half) - across(mean - half)}%`;
    dot.style.left = `${across(mean)}%`;
  };
  const fitted = outcomes.map((outcome) => (outcome.holds ? emulator.fit(outcome, points[outcome.inputs]) : null));
  const show = () => {
    const shares = inputs.map((input) => Number(input.value));
    const point = factors.map((factor, at) => place(factor, shares[at]));
    factors.forEach((factor, at) => {
      const value = inUnits(factor, shares[at]);
      document.getElementById(`slider-value-${at}`).textContent = minus(String(Number(value.toPrecision(3))));
    });
    fitted.forEach((each, at) => {
      if (!each) return;
      const foretold = emulator.at(each, point);
      document.getElementById(`foretold-${at}`).textContent = written(outcomes[at], foretold);
      draw(document.getElementById(`band-${at}`), outcomes[at], foretold);
    });
  };
  inputs.forEach((input) => input.addEventListener("input", show));
  show();
})();
