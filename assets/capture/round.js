/* A round in a sensible order, from where the phone is: nearest neighbour, then 2-opt (as data/capture/round_trip.py on the server). */
(function () {
  "use strict";
  const c = self.capture;

  /** `stops` (with `at`) in order from `start` [lon, lat] and back. → {stops, km}. */
  c.round = function (start, stops) {
    const points = [start, ...stops.map((stop) => stop.at)];
    const between = points.map((a) => points.map((b) => c.place.metres(a, b) / 1000));
    const tour = shorter(nearest(between), between);
    return { stops: tour.slice(1).map((row) => stops[row - 1]), km: tour.reduce((sum, row, place) => sum + between[row][tour[(place + 1) % tour.length]], 0) };
  };

  function nearest(between) {
    const tour = [0];
    const left = new Set(between.keys());
    left.delete(0);
    while (left.size) {
      const from = between[tour[tour.length - 1]];
      const next = [...left].reduce((best, row) => (from[row] < from[best] ? row : best));
      tour.push(next);
      left.delete(next);
    }
    return tour;
  }

  function shorter(tour, between) {
    for (let improved = true; improved; ) {
      improved = false;
      for (let i = 1; i < tour.length - 1; i += 1) {
        for (let j = i + 1; j < tour.length; j += 1) {
          const [a, b, d, e] = [tour[i - 1], tour[i], tour[j], tour[(j + 1) % tour.length]];
          if (between[a][d] + between[b][e] < between[a][b] + between[d][e] - 1e-9) {
            tour.splice(i, j - i + 1, ...tour.slice(i, j + 1).reverse());
            improved = true;
          }
        }
      }
    }
    return tour;
  }
})();
