/* A photo sent in pieces, taken up where the line broke (`/api/v1/photos/uploads`). Runs in the page and in the worker. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const PATH = "/api/v1/photos/uploads";
  const PIECES = { first: 128 * 1024, most: 1024 * 1024, quick: 1500 }; // bytes; ms within which the next may be larger
  const AGAIN = 2; // times from the beginning when the hash did not fit
  const isStored = (told) => told.status === "stored" || told.status === "duplicate";

  /** Send one photo of the visit. Resolves when the bank has it whole; throws as link.js does. `heard(share)` on the way. */
  async function send(photo, visit, heard = () => {}) {
    const bytes = await c.box.openBytes(photo.box);
    const head = {
      photo_uuid: photo.uuid, visit_uuid: visit, taken_at: c.time.iso(photo.taken_at), bytes: photo.bytes, sha256: photo.sha256,
      ...(photo.position ? { position: photo.position } : {}),
    };
    for (let round = 0; ; round += 1) {
      const begun = await c.link.post(PATH, head);
      if (isStored(begun)) return;
      try {
        return await pieces(photo.uuid, bytes, begun.offset, heard);
      } catch (error) {
        const isAgain = error instanceof c.link.Refused && [400, 404].includes(error.status) && round < AGAIN; // what was there is dropped
        if (!isAgain) throw error;
      }
    }
  }

  async function pieces(uuid, bytes, offset, heard) {
    let size = PIECES.first;
    for (;;) {
      const begun = performance.now();
      const told = await piece(uuid, offset, bytes.slice(offset, offset + size));
      if (isStored(told)) return heard(1);
      offset = told.offset;
      heard(offset / bytes.byteLength);
      if (performance.now() - begun < PIECES.quick) size = Math.min(PIECES.most, size * 2);
      else size = Math.max(PIECES.first / 2, size / 2);
    }
  }

  /** One piece; when the bank is at another place of the photo, that place. */
  async function piece(uuid, offset, part) {
    try {
      return await c.link.put(`${PATH}/${uuid}?offset=${offset}`, part);
    } catch (error) {
      if (error instanceof c.link.Refused && error.status === 409 && Number.isInteger(error.told.offset)) return { offset: error.told.offset };
      throw error;
    }
  }

  c.photos = { send };
})();
