/* Geography of a map: loads boundary files once per address, projects them to the element's size as Path2D, and back. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const loaded = new Map(); // address → promise of GeoJSON; shared by all maps, kept over page changes

  /** {name: GeoJSON} for {name: address}. A file that fails rejects; the next call tries again. */
  q.mapLoad = async function (urls) {
    const names = Object.keys(urls || {});
    const files = await Promise.all(names.map((name) => loadOnce(urls[name])));
    return Object.fromEntries(names.map((name, place) => [name, files[place]]));
  };

  function loadOnce(url) {
    if (!loaded.has(url)) {
      const file = fetch(url, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        return answer.json();
      });
      file.catch(() => loaded.delete(url));
      loaded.set(url, file);
    }
    return loaded.get(url);
  }

  /** A projection that fits `fitted` (GeoJSON) into the frame {x, y, width, height}. Albers is the one Chinese maps use. */
  q.mapProjection = function (kind, fitted, frame) {
    const { geoMercator, geoConicEqualArea } = window.qianhuiVendor;
    const projection = kind === "albers" ? geoConicEqualArea().parallels([25, 47]).rotate([-105, 0]) : geoMercator();
    return projection.precision(0).fitExtent(
      [[frame.x, frame.y], [frame.x + Math.max(frame.width, 40), frame.y + Math.max(frame.height, 40)]], fitted);
  };

  /** Shapes of each collection in base pixels: {name: [{id, properties, path, rings, box, label}]} plus joined paths. */
  q.mapShapes = function (files, projection) {
    const shapes = {};
    for (const [name, file] of Object.entries(files)) {
      const parts = file.features.map((feature) => shape(feature, projection));
      const all = new Path2D();
      parts.forEach((part) => all.addPath(part.path));
      shapes[name] = { parts, all, byId: new Map(parts.map((part) => [part.id, part])) };
    }
    return shapes;
  };

  function shape(feature, projection) {
    const rings = ringsOf(feature.geometry).map((ring) => ring.map((spot) => projection(spot)));
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) {
      ring.forEach(([x, y], step) => {
        if (step) path.lineTo(x, y);
        else path.moveTo(x, y);
        box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
      });
      if (feature.geometry.type.endsWith("Polygon")) path.closePath();
    }
    const { label_lon: lon, label_lat: lat } = feature.properties;
    const label = lon === undefined ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : projection([+lon, +lat]);
    return { id: String(feature.id), properties: feature.properties, path, rings, box, label };
  }

  function ringsOf(geometry) {
    if (geometry.type === "Polygon" || geometry.type === "MultiLineString") return geometry.coordinates;
    return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [geometry.coordinates];
  }

  /** The shape among `parts` that holds the base point, or undefined (even-odd rule over all rings). */
  q.mapShapeAt = function (parts, x, y) {
    return parts.find(({ box, rings }) =>
      x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && rings.reduce((inside, ring) => inside !== within(ring, x, y), false));
  };

  function within(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  }
})();
