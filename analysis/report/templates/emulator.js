// Foretells by a Gaussian process what analysis/study/emulator.py foretells: the same sums over the same numbers.
const emulator = (() => {
  "use strict";
  const covariance = (model, one, other) => {
    let trend = 1;
    let apart = 0;
    for (let k = 0; k < one.length; k++) {
      trend += (one[k] - 0.5) * (other[k] - 0.5);
      apart += ((one[k] - other[k]) / model.lengths[k]) ** 2;
    }
    return model.trend ** 2 * trend + model.size ** 2 * Math.exp(-0.5 * apart);
  };
  // Cholesky's factor of the covariance of the points, with the noise of their values
  const factorised = (model, points) => {
    const rows = [];
    for (let i = 0; i < points.length; i++) {
      const row = new Float64Array(i + 1);
      rows.push(row);
      for (let j = 0; j <= i; j++) {
        let left = covariance(model, points[i], points[j]);
        for (let k = 0; k < j; k++) left -= row[k] * rows[j][k];
        row[j] = j < i ? left / rows[j][j] : Math.sqrt(left + model.noise[i]);
      }
    }
    return rows;
  };
  const solvedDown = (rows, values) => {
    const solved = Float64Array.from(values);
    for (let i = 0; i < rows.length; i++) {
      for (let k = 0; k < i; k++) solved[i] -= rows[i][k] * solved[k];
      solved[i] /= rows[i][i];
    }
    return solved;
  };
  const fit = (model, points) => {
    const rows = factorised(model, points);
    return { model, points, rows, known: solvedDown(rows, model.values) };
  };
  // The mean at a point of the unit cube, and half of its 95 % interval
  const at = ({ model, points, rows, known }, point) => {
    const near = solvedDown(rows, points.map((each) => covariance(model, point, each)));
    let mean = 0;
    let variance = covariance(model, point, point);
    for (let i = 0; i < near.length; i++) {
      mean += near[i] * known[i];
      variance -= near[i] ** 2;
    }
    return { mean: model.level + model.scale * mean, half: 1.959964 * model.scale * Math.sqrt(Math.max(variance, 0)) };
  };
  return { fit, at };
})();
