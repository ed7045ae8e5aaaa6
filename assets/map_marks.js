/* Marks of a map: people as dots, dense places as clusters, prefecture bubbles on a phone. Where they are and what a click hits. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const TILE = 512; // supercluster's world at zoom 0, in pixels
  const NEAR = 9; // pixels a pointer may miss a dot by
  const CLUSTER_RADIUS = 46;
  const CLUSTER_MAX_ZOOM = 12;
  const SMALLEST_SHARE = 0.008; // a cluster smaller than this share of what is in view stays dots

  /** Rebuild the cluster index of map `m` from `m.points` (Map of staff id → {id, lon, lat, minutes, state}). */
  q.mapIndex = function (m) {
    const features = [];
    for (const point of m.points.values()) {
      [point.x, point.y] = m.projection([point.lon, point.lat]);
      features.push({ type: "Feature", properties: { id: point.id }, geometry: { type: "Point", coordinates: [point.lon, point.lat] } });
    }
    m.index = new window.qianhuiVendor.Supercluster({ radius: CLUSTER_RADIUS, extent: TILE, maxZoom: CLUSTER_MAX_ZOOM, minPoints: 3 });
    m.index.load(features);
    m.clusters = null;
  };

  /** Supercluster's zoom level for the present scale. */
  function level(m) {
    return Math.log2((2 * Math.PI * m.projection.scale() * m.transform.k) / TILE);
  }

  /** Clusters to draw now, in screen pixels: [{x, y, r, count, id}], the large first. Kept until zoom level or points change. */
  q.mapClusters = function (m) {
    if (!m.index || m.options.bubbles === "prefecture" && m.transform.k < 1.6) return [];
    const zoom = Math.max(0, Math.floor(level(m) + 0.25));
    if (!m.clusters || m.clusters.zoom !== zoom) m.clusters = { zoom, found: findClusters(m, zoom) };
    const { x: dx, y: dy, k } = m.transform;
    const shown = m.clusters.found.map((one) => ({ ...one, x: one.x * k + dx, y: one.y * k + dy }))
      .filter(({ x, y }) => x > -30 && y > -30 && x < m.width + 30 && y < m.height + 30);
    const inView = shown.reduce((sum, one) => sum + one.count, 0);
    return shown.filter((one) => one.count >= Math.max(3, inView * SMALLEST_SHARE));
  };

  function findClusters(m, zoom) {
    return m.index.getClusters([-180, -85, 180, 85], zoom).filter((one) => one.properties.cluster).map((one) => {
      const [x, y] = m.projection(one.geometry.coordinates);
      const count = one.properties.point_count;
      return { x, y, count, id: one.id, r: 10.5 + 0.42 * Math.sqrt(count) + (count > 99 ? 0.8 : 0) };
    }).sort((a, b) => b.count - a.count);
  }

  /** One bubble per prefecture in screen pixels (the phone's first view): [{x, y, r, count, shape}]. */
  q.mapBubbles = function (m) {
    if (m.options.bubbles !== "prefecture" || m.transform.k >= 1.6 || !m.shapes.prefectures) return [];
    const counts = new Map();
    for (const point of m.points.values()) {
      if (point.home === undefined) point.home = (q.mapShapeAt(m.shapes.prefectures.parts, point.x, point.y) || { id: null }).id;
      counts.set(point.home, (counts.get(point.home) || 0) + 1);
    }
    const most = Math.max(1, ...counts.values());
    return m.shapes.prefectures.parts.filter((part) => counts.get(part.id)).map((part) => {
      const [x, y] = m.transform.apply(part.label);
      const count = counts.get(part.id);
      return { x, y: y - 10, count, shape: part, r: 11 + 8 * Math.sqrt(count / most) };
    });
  };

  /** What is under the screen point: {kind: "cluster"|"bubble"|"dot"|"county", …}, or null. Marks win over ground. */
  q.mapHit = function (m, x, y) {
    const inside = (one) => (one.x - x) ** 2 + (one.y - y) ** 2 <= (one.r + 2) ** 2;
    const bubble = m.drawn.bubbles.find(inside);
    if (bubble) return { kind: "bubble", bubble };
    const cluster = m.drawn.clusters.find(inside);
    if (cluster) return { kind: "cluster", cluster };
    const [bx, by] = m.transform.invert([x, y]);
    const point = nearest(m, bx, by, NEAR / m.transform.k);
    if (point) return { kind: "dot", point };
    const county = m.shapes.counties && q.mapShapeAt(m.shapes.counties.parts, bx, by);
    return county ? { kind: "county", county } : null;
  };

  function nearest(m, x, y, reach) {
    let best = null;
    let least = reach * reach;
    for (const point of m.points.values()) {
      const far = (point.x - x) ** 2 + (point.y - y) ** 2;
      if (far <= least) [best, least] = [point, far];
    }
    return best;
  }

  /** Open a cluster: zoom to where it falls apart, its middle in the middle of the free frame. */
  q.mapOpenCluster = function (m, cluster) {
    const zoom = m.index.getClusterExpansionZoom(cluster.id);
    const k = (TILE * 2 ** (zoom - 0.2)) / (2 * Math.PI * m.projection.scale());
    m.flyTo(m.transform.invert([cluster.x, cluster.y]), Math.max(k, m.transform.k * 1.7));
  };
})();
