/* Sealing what lies on the phone: AES-GCM with a key that WebCrypto keeps to itself. Runs in the page and in the worker. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const NAME = "queue";
  let held = null;

  const key = () => (held = held || make().catch((error) => ((held = null), Promise.reject(error))));

  async function make() {
    const there = await c.store.get("keys", NAME);
    if (there) return there.key;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return (await c.store.addOnce("keys", { id: NAME, key: fresh })).key; // another tab may have been faster
  }

  c.box = {
    /** Bytes (ArrayBuffer) → `{iv, data}`. */
    async sealBytes(bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), bytes) };
    },
    async openBytes({ iv, data }) {
      return crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), data);
    },
    /** Any value JSON can say. */
    seal: (value) => c.box.sealBytes(new TextEncoder().encode(JSON.stringify(value))),
    open: async (box) => JSON.parse(new TextDecoder().decode(await c.box.openBytes(box))),
    /** SHA-256 of bytes, 64 hex digits. */
    async sha256(bytes) {
      const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    forget() {
      held = null;
    },
  };
})();
